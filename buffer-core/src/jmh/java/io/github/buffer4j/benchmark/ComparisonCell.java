package io.github.buffer4j.benchmark;

import java.util.List;
import java.util.function.Supplier;

/**
 * A measurement that is compared with {@link java.util.concurrent.ArrayBlockingQueue}, on an idle machine and on a busy
 * one.
 *
 * @param name the name
 * @param rate the minimum ratio of the rates, or NaN for none
 * @param processorTime the maximum ratio of the processor times, or NaN for none
 * @param time the maximum ratio of every other figure, or NaN for none
 * @param trial creates the trial that measures it
 */
record ComparisonCell(String name, double rate, double processorTime, double time, Supplier<Trial> trial) {

    private static final double ANY = Double.NaN;

    private static final String SMALL = "1+1@1024";
    private static final String LARGE = "1+1@16384";

    static final List<ComparisonCell> ALL = List.of(
            single(SMALL),
            single("4+1@1024"),
            single("1+4@1024"),
            single("4+4@1024"),
            single("1+1@65536"),
            single("1+1@1"),
            single("4+4@1"),
            single("1+1@16"),
            single("4+4@16"),
            single("32+32@1024"),
            single("64+64@1024"),
            throughput("bulk 64 " + SMALL, 3, SMALL, 64, false),
            throughput("bulk 256 " + LARGE, 10, LARGE, 256, false),
            virtual(SMALL),
            virtual("8+8@1024"),
            virtual("64+64@1024"),
            throughput("virtual bulk 64 " + SMALL, 10, SMALL, 64, true),
            throughput("virtual bulk 256 " + LARGE, 10, LARGE, 256, true),
            new ComparisonCell("pair", ANY, 1.3, 1.3, PairTrial::new),
            latency(1_000),
            latency(20_000),
            caller(1),
            caller(2),
            caller(8),
            caller(16),
            batch(1_000),
            batch(50_000));

    /** Returns the cell with a name. */
    static ComparisonCell of(String name) {
        return ALL.stream()
                .filter(cell -> cell.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such cell: " + name));
    }

    private static ComparisonCell single(String shape) {
        return throughput("single " + shape, 1, shape, 1, false);
    }

    private static ComparisonCell virtual(String shape) {
        return throughput("virtual " + shape, 1, shape, 1, true);
    }

    private static ComparisonCell throughput(String name, double rate, String shape, int batch, boolean virtual) {
        return new ComparisonCell(name, rate, 1, ANY, () -> new ThroughputTrial(shape, batch, virtual));
    }

    private static ComparisonCell latency(int rate) {
        return new ComparisonCell("rate " + rate, ANY, 1.1, 1.1, () -> new LatencyTrial(rate));
    }

    private static ComparisonCell caller(int others) {
        return new ComparisonCell("caller beside " + others, ANY, ANY, 1.5, () -> new CallerTrial(others));
    }

    private static ComparisonCell batch(int rate) {
        return new ComparisonCell("batches at " + rate, ANY, ANY, ANY, () -> new BatchTrial(rate));
    }

    /** Returns the target for the ratio of a figure, or an empty text if it has none. */
    String target(String figure) {
        double limit = limit(figure);
        if (Double.isNaN(limit)) {
            return "";
        }
        return (figure.equals(Trial.RATE) ? "at least " : "at most ") + Figures.number(limit);
    }

    /** Returns whether the ratio of a figure misses its target. */
    boolean misses(String figure, double ratio) {
        return figure.equals(Trial.RATE) ? ratio < limit(figure) : ratio > limit(figure);
    }

    private double limit(String figure) {
        return switch (figure) {
            case Trial.RATE -> rate;
            case Trial.PROCESSOR_TIME -> processorTime;
            case Trial.FAILED -> ANY;
            default -> time;
        };
    }
}
