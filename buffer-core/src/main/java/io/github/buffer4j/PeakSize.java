package io.github.buffer4j;

import java.util.concurrent.TimeUnit;

/**
 * The largest size of a buffer, ever and recently. Recently means since the last turn but one; it turns at the first
 * look a minute or more after the last turn. So no peak between two looks is missed, and elements pass without a look
 * at the clock. Guarded by the buffer's lock.
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

    /** Looks at the peaks, at a time of {@link System#nanoTime}: turns if it is time to. */
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
