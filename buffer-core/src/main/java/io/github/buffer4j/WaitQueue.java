package io.github.buffer4j;

import java.util.concurrent.locks.Condition;

/**
 * A condition that signals one thread at a time: no other before that one has the lock, and decides whether another is to
 * follow. Guarded by the buffer's lock.
 */
final class WaitQueue {

    /** The time that never runs out. */
    static final long FOREVER = Long.MAX_VALUE;

    private final Condition condition;
    private int parked;
    private boolean signalled;

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
            signalled = false;
        }
    }

    void signal() {
        if (parked > 0 && !signalled) {
            condition.signal();
            signalled = true;
        }
    }

    int parked() {
        return parked;
    }

    void signalAll() {
        condition.signalAll();
    }
}
