package io.github.buffer4j;

import org.jspecify.annotations.Nullable;

/**
 * Compares the size of a buffer with two marks and reports crossings to a listener, one at a time: the thread that
 * reports a crossing also reports those that happen meanwhile. Guarded by the buffer's lock, except for {@link #tell}.
 */
final class WaterMarks {

    /**
     * The two marks for any capacity.
     *
     * @param high the high mark: in elements, or in percent of the capacity
     * @param low the low mark, in the same unit
     * @param percent whether the marks are in percent
     */
    record Levels(int high, int low, boolean percent) {

        /** Returns the high mark in elements, 1 up to the capacity. */
        int high(int capacity) {
            return percent ? Math.max(1, inPercent(high, capacity)) : Math.min(high, capacity);
        }

        /** Returns the low mark in elements, 0 or more, less than the high one. */
        int low(int capacity) {
            return Math.min(percent ? inPercent(low, capacity) : low, high(capacity) - 1);
        }

        private static int inPercent(int part, int capacity) {
            return (int) ((long) capacity * part / 100);
        }
    }

    private final Levels levels;
    private final WaterMarkListener listener;
    private final ListenerFailures failures;
    private int high;
    private int low;
    private boolean above;
    private int untold;
    private boolean telling;
    private boolean toldAbove;

    WaterMarks(String buffer, Levels levels, int capacity, WaterMarkListener listener) {
        this.levels = levels;
        this.listener = listener;
        this.failures = new ListenerFailures("Water mark listener", buffer);
        capacityIs(capacity);
    }

    /** Adapts the marks to a capacity. Call {@link #sizeIs} afterwards. */
    void capacityIs(int capacity) {
        high = levels.high(capacity);
        low = levels.low(capacity);
    }

    void sizeIs(int size) {
        if (above ? size <= low : size >= high) {
            above = !above;
            untold++;
        }
    }

    boolean isUntold() {
        return untold > 0;
    }

    /**
     * Returns the next crossing to report; null if there is none, or if this is the first one for the current thread
     * and another thread is reporting.
     */
    @Nullable
    WaterMark next(boolean first) {
        if (first && telling) {
            return null;
        }
        telling = untold > 0;
        if (!telling) {
            return null;
        }
        untold--;
        toldAbove = !toldAbove;
        return toldAbove ? WaterMark.HIGH : WaterMark.LOW;
    }

    /** Calls the listener. Call without the lock. */
    void tell(WaterMark mark) {
        try {
            listener.onCrossing(mark);
        } catch (Throwable e) {
            failures.log(e);
        }
    }
}
