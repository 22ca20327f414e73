package io.github.buffer4j.benchmark;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Percentiles of times that one thread records and another thread evaluates. */
final class Percentiles {

    private static final long HIGHEST_NANOS = 10_000_000_000L;
    private static final int DIGITS = 3;

    private Percentiles() {}

    static Recorder recorder() {
        return new Recorder(HIGHEST_NANOS, DIGITS);
    }

    /** Adds the percentiles, in microseconds, to the figures. Adds nothing if no time was recorded. */
    static void put(Map<String, Double> figures, String prefix, Recorder recorder, double... percentiles) {
        Histogram times = recorder.getIntervalHistogram();
        for (double percentile : percentiles) {
            String name = prefix + "p" + String.valueOf(percentile).replace(".0", "") + " µs";
            if (times.getTotalCount() > 0) {
                figures.put(name, times.getValueAtPercentile(percentile) / 1_000.0);
            }
        }
    }
}
