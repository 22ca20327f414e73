package io.github.buffer4j;

import java.util.concurrent.locks.Condition;

/**
 * A condition that has one thread at a time on its way from waiting to the lock: one that was signalled or one that spins.
 * Whoever comes decides whether another is to follow. Guarded by the buffer's lock.
 */
final class WaitQueue {

    /** The time that never runs out. */
    static final long FOREVER = Long.MAX_VALUE;

    private final Condition condition;
    private int parked;
    private boolean oneIsComing;

    WaitQueue(Condition condition) {
        this.condition = condition;
    }

    /** Waits for a signal at most so many nanoseconds, and returns how many are left. Call in a loop. */
    @SuppressWarnings("WaitNotInLoop")
    long await(long nanos) throws InterruptedException {
        parked++;
        try {
            if (nanos == FOREVER) {
                condition.await();
                return FOREVER;
            }
            return condition.awaitNanos(nanos);
        } finally {
            parked--;
            oneIsComing = false;
        }
    }

    /** Tells that a thread that waits gives up the lock without parking. */
    void beginSpinning() {
        oneIsComing = true;
    }

    /** Tells that this thread has the lock again. */
    void endSpinning() {
        oneIsComing = false;
    }

    void signal() {
        if (parked > 0 && !oneIsComing) {
            oneIsComing = true;
            condition.signal();
        }
    }

    void signalAll() {
        condition.signalAll();
    }
}
