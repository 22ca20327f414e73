package io.github.buffer4j;

import org.jspecify.annotations.Nullable;

/**
 * Compares the size of a buffer with two marks and reports crossings to a listener, one at a time: the thread that
 * reports a crossing also reports those that happen meanwhile. Guarded by the buffer's lock, except for {@link #tell}.
 */
final class WaterMarks {

    private final int high;
    private final int low;
    private final WaterMarkListener listener;
    private final ListenerFailures failures;
    private boolean above;
    private int untold;
    private boolean telling;
    private boolean toldAbove;

    WaterMarks(String buffer, int high, int low, WaterMarkListener listener) {
        this.high = high;
        this.low = low;
        this.listener = listener;
        this.failures = new ListenerFailures("Water mark listener", buffer);
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
