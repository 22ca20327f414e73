package io.github.buffer4j;

/** The threads that wait on one side of a buffer, with how often and how long. Guarded by the buffer's lock. */
final class Waiters {

    private static final int MAX_DOUBLINGS = 6;

    private int waiting;
    private long blockedCount;

    /* The ends of all waits less their beginnings; a wait under way has no end yet. */
    private long blockedNanos;

    /* After each spin in vain, twice as many waits go by without one. */
    private int vainSpins;
    private int waitsWithoutSpin;

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

    /** Returns whether it is time to spin again. Call once for each wait. */
    boolean isSpinDue() {
        if (waitsWithoutSpin > 0) {
            waitsWithoutSpin--;
            return false;
        }
        return true;
    }

    /** Notes how a spin ended. */
    void spun(boolean inVain) {
        vainSpins = inVain ? Math.min(vainSpins + 1, MAX_DOUBLINGS) : 0;
        waitsWithoutSpin = (1 << vainSpins) - 1;
    }
}
