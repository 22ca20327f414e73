package io.github.buffer4j.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Draws the ratios of a comparison table, idle and busy next to each other, as SVG files. A bar starts at 1, which is
 * the queue that the buffer is compared with. Needs only the JDK: {@code java RatioChart.java TABLE.md FOLDER}.
 */
public final class RatioChart {

    private static final int WIDTH = 860;
    private static final int LEFT = 220;
    private static final int RIGHT = 90;
    private static final int TOP = 92;
    private static final int ROW = 44;
    private static final List<Side> SIDES = List.of(new Side("idle", "#1b4f72", 4), new Side("busy", "#d68910", 7));

    /* A load, its colour, and the column of its ratio. */
    private record Side(String load, String colour, int column) {}

    private record Row(String cell, String figure, List<String> columns) {

        static Row of(String line) {
            List<String> columns = Arrays.stream(line.split("\\|", -1))
                    .skip(1)
                    .map(String::strip)
                    .toList();
            return new Row(columns.get(0), columns.get(1), columns);
        }

        double ratio(Side side) {
            return Double.parseDouble(columns.get(side.column()).replace("*", ""));
        }
    }

    private final List<Row> rows;
    private final StringBuilder svg = new StringBuilder();
    private final double lowest;
    private final double highest;

    private RatioChart(List<Row> rows) {
        this.rows = rows;
        this.lowest = Math.min(0.5, least(rows, SIDES));
        this.highest = Math.max(2, most(rows, SIDES));
    }

    /** Reads a table and draws its charts. */
    public static void main(String[] arguments) throws IOException {
        List<Row> rows = Files.readAllLines(Path.of(arguments[0])).stream()
                .filter(line -> line.matches("\\| [^|]+ \\| [^|]+ \\|.* \\d.*"))
                .map(Row::of)
                .toList();
        Path folder = Path.of(arguments[1]);
        Predicate<Row> single = row -> row.cell().matches("(single|virtual) \\d+\\+\\d+@\\d+");
        Predicate<Row> bulk = row -> row.cell().contains("bulk");
        Predicate<Row> rate = row -> row.figure().equals("elements/µs");
        Predicate<Row> time = row -> row.figure().equals("processor ns/element");
        Predicate<Row> wait = row -> row.figure().matches("(call )?p[0-9.]+ µs");
        draw(folder, "rate-of-single-elements", rows, single.and(rate), "Elements one by one", "the rate", true);
        draw(folder, "rate-in-bulk", rows, bulk.and(rate), "Elements in bulk", "the rate", true);
        draw(folder, "processor-time", rows, time.and(single.or(bulk)), "Processor time", "the time", false);
        draw(folder, "latency", rows, wait, "Latency", "the time", false);
    }

    private static void draw(
            Path folder, String file, List<Row> all, Predicate<Row> shown, String what, String unit, boolean more)
            throws IOException {
        List<Row> rows = all.stream().filter(shown).toList();
        RatioChart chart = new RatioChart(rows);
        Side idle = SIDES.get(0);
        Side busy = SIDES.get(1);
        String title = String.format(
                Locale.ROOT,
                "%s: %s to %s times %s of ArrayBlockingQueue when idle, %s to %s when busy",
                what,
                shortly(least(rows, List.of(idle))),
                shortly(most(rows, List.of(idle))),
                unit,
                shortly(least(rows, List.of(busy))),
                shortly(most(rows, List.of(busy))));
        Files.writeString(folder.resolve(file + ".svg"), chart.draw(title, more ? "more is better" : "less is better"));
    }

    private static double least(List<Row> rows, List<Side> sides) {
        return rows.stream()
                .flatMapToDouble(row -> sides.stream().mapToDouble(row::ratio))
                .min()
                .orElseThrow();
    }

    private static double most(List<Row> rows, List<Side> sides) {
        return rows.stream()
                .flatMapToDouble(row -> sides.stream().mapToDouble(row::ratio))
                .max()
                .orElseThrow();
    }

    private static String shortly(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.0f", ratio);
    }

    private String draw(String title, String better) {
        int bottom = TOP + ROW * rows.size();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                bottom + 16));
        text(16, 28, "start", "#111", title, 15);
        text(16, 50, "start", "#555", "Medians, logarithmic scale; " + better + ".", 13);
        for (double tick : new double[] {0.25, 0.5, 1, 2, 4, 8, 16}) {
            if (tick >= lowest && tick <= highest) {
                line(x(tick), TOP - 8, bottom, tick == 1 ? "#111" : "#ddd");
                text(x(tick), TOP - 14, "middle", "#555", tick == 1 ? "1 = queue" : shortly(tick), 12);
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            draw(rows.get(i), TOP + ROW * i, i == 0);
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(Row row, int y, boolean first) {
        String name = row.figure().endsWith("µs") && !row.figure().startsWith("elements")
                ? row.cell() + ", " + row.figure().replace(" µs", "").replace("call ", "")
                : row.cell();
        text(16, y + 24, "start", "#111", name, 13);
        for (int i = 0; i < SIDES.size(); i++) {
            Side side = SIDES.get(i);
            double ratio = row.ratio(side);
            double from = Math.min(x(1), x(ratio));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"13\" fill=\"%s\"/>%n",
                    from,
                    y + 5 + 17 * i,
                    Math.max(1, Math.abs(x(ratio) - x(1))),
                    side.colour()));
            String label = shortly(ratio) + (first ? " " + side.load() : "");
            boolean left = ratio < 1;
            text(x(ratio) + (left ? -5 : 5), y + 16 + 17 * i, left ? "end" : "start", side.colour(), label, 12);
        }
    }

    private double x(double ratio) {
        double span = WIDTH - LEFT - RIGHT - 50;
        return LEFT + 50 + span * Math.log(ratio / lowest) / Math.log(highest / lowest);
    }

    private void line(double x, int from, int to, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>%n",
                x,
                from,
                x,
                to,
                colour));
    }

    private void text(double x, int y, String anchor, String colour, String text, int size) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%d\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                size,
                text));
    }
}
