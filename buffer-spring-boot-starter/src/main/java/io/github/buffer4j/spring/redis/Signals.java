package io.github.buffer4j.spring.redis;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads of this client that wait for the same change of a buffer, and the signals of such changes. A thread
 * remembers the {@linkplain #count() number} of signals, looks at the buffer, and waits for another signal if there was
 * nothing for it. So no signal is missed that comes between the look and the wait.
 */
final class Signals {

    /** A wait without a limit of time. */
    static final long FOREVER = Long.MAX_VALUE;

    /* From which time on a wait in a pool is compensated for. */
    private static final long COMPENSATED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /*
     * One signal wakes one thread. That thread looks at the buffer in any case, even if it is interrupted or its time
     * is up, and passes the signal on if it leaves more than it takes, or fails. The lock guards all fields.
     */

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private final long safetyNanos;

    private long count;
    private long lastLook = System.nanoTime();
    private long looks;
    private long usefulLooks;

    private int waiting;
    private long waits;
    private long waitedNanos;
    /* The sum of the times at which the waiting threads began to wait. */
    private long sumOfBegins;

    /**
     * Creates signals.
     *
     * @param safetyNanos the time without a signal after which one thread looks at the buffer; 0 for never
     */
    Signals(long safetyNanos) {
        this.safetyNanos = safetyNanos;
    }

    /** Returns the number of signals so far. */
    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    void signalOne() {
        lock.lock();
        try {
            count++;
            signalled.signal();
        } finally {
            lock.unlock();
        }
    }

    void signalAll() {
        lock.lock();
        try {
            count++;
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Signals one waiting thread, if there is one, that there is more than the current one has taken. */
    void passOn() {
        lock.lock();
        try {
            if (waiting > 0) {
                count++;
                signalled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The looks and waits of one call. Used by one thread. */
    final class Wait {

        private boolean waits;
        private boolean safety;
        private long begin;
        private long seen;
        private long seenBeforeSafety;

        /** Notes that the buffer is looked at. */
        void look() {
            seen = count();
        }

        /** Notes that the look has found something, and whether there is more for another thread. */
        void found(boolean more) {
            if (safety) {
                safety = false;
                foundForSafety(seenBeforeSafety);
            }
            if (more) {
                passOn();
            }
        }

        /**
         * Waits for a signal since the last look, for the given time at most, or until this thread is to look at the
         * buffer for safety.
         */
        void await(long nanos) throws InterruptedException {
            if (!waits) {
                waits = true;
                begin = beginWait();
            }
            seenBeforeSafety = seen;
            safety = Signals.this.await(seen, nanos);
        }

        /** Notes that the call ends. */
        void end() {
            if (waits) {
                endWait(begin);
            }
        }
    }

    private long beginWait() {
        lock.lock();
        try {
            waiting++;
            waits++;
            long begin = System.nanoTime();
            sumOfBegins += begin;
            return begin;
        } finally {
            lock.unlock();
        }
    }

    private void endWait(long begin) {
        lock.lock();
        try {
            waiting--;
            sumOfBegins -= begin;
            waitedNanos += System.nanoTime() - begin;
        } finally {
            lock.unlock();
        }
    }

    /*
     * Returns whether this thread looks for safety. A pool of the JDK has another thread in the meantime if this one
     * may wait for long, unless it has too many.
     */
    private boolean await(long seen, long nanos) throws InterruptedException {
        if (nanos < COMPENSATED_NANOS || !(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
            return awaitSignal(seen, nanos);
        }
        Blocker blocker = new Blocker(seen, nanos);
        try {
            ForkJoinPool.managedBlock(blocker);
        } catch (RejectedExecutionException e) {
            return awaitSignal(seen, nanos);
        }
        return blocker.safety;
    }

    /* One wait of a thread of a pool. */
    private final class Blocker implements ForkJoinPool.ManagedBlocker {

        private final long seen;
        private final long nanos;
        private boolean safety;
        private boolean done;

        private Blocker(long seen, long nanos) {
            this.seen = seen;
            this.nanos = nanos;
        }

        @Override
        public boolean block() throws InterruptedException {
            if (!done) {
                safety = awaitSignal(seen, nanos);
                done = true;
            }
            return true;
        }

        @Override
        public boolean isReleasable() {
            return done || count() != seen;
        }
    }

    private boolean awaitSignal(long seen, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long begin = System.nanoTime();
            lastLook = begin;
            while (count == seen) {
                long now = System.nanoTime();
                long left = nanos - (now - begin);
                if (left <= 0) {
                    return false;
                }
                if (safetyNanos > 0) {
                    long untilLook = safetyNanos - (now - lastLook);
                    if (untilLook <= 0) {
                        lastLook = now;
                        looks++;
                        return true;
                    }
                    left = Math.min(left, untilLook);
                }
                signalled.awaitNanos(left);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /* A look for safety that has found something was useful if no signal has come by then. */
    private void foundForSafety(long seen) {
        lock.lock();
        try {
            if (count == seen) {
                usefulLooks++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the current values. */
    Waits waits() {
        lock.lock();
        try {
            return new Waits(
                    waiting, waits, waitedNanos + waiting * System.nanoTime() - sumOfBegins, looks, usefulLooks);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How long threads have waited.
     *
     * @param waiting the threads that wait
     * @param count how often threads had to wait
     * @param nanos how long they have waited, those that wait included
     * @param looks the looks for safety
     * @param usefulLooks those that found something
     */
    record Waits(int waiting, long count, long nanos, long looks, long usefulLooks) {}
}
