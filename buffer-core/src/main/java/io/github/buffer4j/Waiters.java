package io.github.buffer4j;

/** The threads that wait on one side of a buffer, with how often and how long. Guarded by the buffer's lock. */
final class Waiters {

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
}
