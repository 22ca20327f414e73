package io.github.buffer4j.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Draws the cost of an element against the capacity, the number of threads and the number of elements per call. */
final class Charts {

    private static final String HAND_OVER = "HandOver.handOver";
    private static final int BULK_CAPACITY = 131_072;

    private Charts() {}

    /** Draws all charts, as PNG files in a folder, from a run of the scale plan. */
    static void draw(Report report, Path folder) throws IOException {
        Predicate<Report.Cell> virtual = cell -> cell.parameter("threads").equals("virtual");
        Predicate<Report.Cell> bulk = cell -> shape(cell).capacity() == BULK_CAPACITY;
        Predicate<Report.Cell> others = virtual.or(bulk).negate();
        ToIntFunction<Report.Cell> threads =
                cell -> shape(cell).writers() + shape(cell).readers();
        draw(
                report,
                folder,
                "capacity",
                others.and(cell -> threads.applyAsInt(cell) == 2),
                cell -> shape(cell).capacity());
        draw(report, folder, "platform threads", others.and(cell -> shape(cell).capacity() == 1024), threads);
        draw(report, folder, "virtual threads", virtual, threads);
        draw(report, folder, "elements per call", bulk, cell -> Integer.parseInt(cell.parameter("batch")));
    }

    private static Shape shape(Report.Cell cell) {
        return Shape.of(cell.parameter("shape"));
    }

    private static void draw(
            Report report, Path folder, String what, Predicate<Report.Cell> shown, ToIntFunction<Report.Cell> scale)
            throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(800)
                .height(450)
                .title("Cost of an element against: " + what)
                .xAxisTitle(what)
                .yAxisTitle("nanoseconds per element")
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setYAxisMin(1.0)
                .setXAxisDecimalPattern("#,###");
        for (Peer peer : List.of(Peer.BLOCK_BUFFER, Peer.ARRAY_BLOCKING_QUEUE)) {
            List<Report.Cell> cells = report.cells(HAND_OVER).stream()
                    .filter(shown.and(cell -> cell.parameter("peer").equals(peer.name())))
                    .sorted(Comparator.comparingInt(scale))
                    .toList();
            chart.addSeries(
                    peer.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    cells.stream().mapToDouble(scale::applyAsInt).toArray(),
                    cells.stream()
                            .mapToDouble(cell -> 1_000
                                    / report.median(HAND_OVER, cell.parameters())
                                            .orElseThrow())
                            .toArray());
        }
        BitmapEncoder.saveBitmap(
                chart,
                folder.resolve("cost-by-" + what.replace(' ', '-') + ".png").toString(),
                BitmapEncoder.BitmapFormat.PNG);
    }
}
