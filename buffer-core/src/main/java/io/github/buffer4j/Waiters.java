package io.github.buffer4j;

import java.util.concurrent.locks.Condition;

/** The threads that wait on one side of a buffer, with how often and how long. Guarded by the buffer's lock. */
final class Waiters {

    /** The time that never runs out. */
    static final long FOREVER = Long.MAX_VALUE;

    private int waiting;
    private long blockedCount;

    /* The ends of all waits less their beginnings; a wait under way has no end yet. */
    private long blockedNanos;

    void begin() {
        waiting++;
        blockedCount++;
        blockedNanos -= System.nanoTime();
    }

    void end() {
        waiting--;
        blockedNanos += System.nanoTime();
    }

    int waiting() {
        return waiting;
    }

    long blockedCount() {
        return blockedCount;
    }

    long blockedNanos() {
        return blockedNanos + waiting * System.nanoTime();
    }

    /** Waits for a signal at most so many nanoseconds, and returns how many are left. Call in a loop. */
    @SuppressWarnings("WaitNotInLoop")
    static long await(Condition signal, long nanos) throws InterruptedException {
        if (nanos == FOREVER) {
            signal.await();
            return FOREVER;
        }
        return signal.awaitNanos(nanos);
    }
}
