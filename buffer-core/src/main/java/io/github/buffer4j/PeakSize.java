package io.github.buffer4j;

import java.util.concurrent.TimeUnit;

/**
 * The peak size of a buffer, overall and recent. The recent peak covers the current period and the one before. A period
 * ends with the first call of {@link #look} a minute or more after it began, so that no peak between two calls is
 * missed, and writing an element does not read the clock. Guarded by the buffer's lock.
 */
final class PeakSize {

    private static final long MIN_NANOS_BETWEEN_TURNS = TimeUnit.MINUTES.toNanos(1);

    private int sinceTurn;
    private int beforeTurn;
    private int beforeAll;
    private long turnedAt;

    PeakSize(long now) {
        turnedAt = now;
    }

    void reached(int size) {
        if (size > sinceTurn) {
            sinceTurn = size;
        }
    }

    /** Starts a new period if it is due. The time is a value of {@link System#nanoTime}. */
    void look(int size, long now) {
        if (now - turnedAt >= MIN_NANOS_BETWEEN_TURNS) {
            beforeAll = ever();
            beforeTurn = sinceTurn;
            sinceTurn = size;
            turnedAt = now;
        }
    }

    int ever() {
        return Math.max(beforeAll, sinceTurn);
    }

    int recent() {
        return Math.max(beforeTurn, sinceTurn);
    }
}
