package io.github.buffer4j;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A condition that signals no more threads than can proceed: it counts the signalled threads that have not yet
 * reacquired the lock. A thread that leaves while others can proceed signals the next. Guarded by the buffer's lock.
 *
 * <p>The pool of a {@link ForkJoinWorkerThread} is asked to compensate for a wait of a second or more. That may start a
 * thread, so it happens without the lock.
 */
final class RelayCondition {

    /** The time-out that never expires. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final long MIN_COMPENSATED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock;
    private final Condition condition;
    private int parked;

    /* Signals that no thread has answered yet. One may have reached no thread, if a wait ended at that moment. */
    private int signalled;

    /* The number of signals so far. A thread that finds it changed may have been signalled before it began to wait. */
    private int signals;

    RelayCondition(ReentrantLock lock) {
        this.lock = lock;
        this.condition = lock.newCondition();
    }

    /**
     * Waits for a signal for at most the given number of nanoseconds and returns the remaining ones. Call in a loop,
     * with a hold count of one.
     */
    long await(long nanos) throws InterruptedException {
        parked++;
        try {
            if (nanos >= MIN_COMPENSATED_NANOS && Thread.currentThread() instanceof ForkJoinWorkerThread) {
                return awaitCompensated(nanos);
            }
            return awaitSignal(nanos);
        } finally {
            parked--;
            signalled = Math.max(0, signalled - 1);
        }
    }

    @SuppressWarnings("WaitNotInLoop")
    private long awaitSignal(long nanos) throws InterruptedException {
        if (nanos == FOREVER) {
            condition.await();
            return FOREVER;
        }
        return condition.awaitNanos(nanos);
    }

    private long awaitCompensated(long nanos) throws InterruptedException {
        CompensatedWait wait = new CompensatedWait(nanos);
        lock.unlock();
        try {
            ForkJoinPool.managedBlock(wait);
        } catch (RejectedExecutionException e) {
            wait.block();
        } finally {
            lock.lock();
        }
        return nanos == FOREVER ? FOREVER : nanos - (System.nanoTime() - wait.begin);
    }

    /** Signals a thread, unless enough signalled threads for the available elements or slots have not yet returned. */
    void signal(int available) {
        if (parked > signalled && signalled < available) {
            condition.signal();
            signalled++;
            signals++;
        }
    }

    void signalAll() {
        condition.signalAll();
        signals++;
    }

    int parked() {
        return parked;
    }

    /* A wait for which the pool compensates. It begins without the lock, so a signal may precede it. */
    private final class CompensatedWait implements ForkJoinPool.ManagedBlocker {

        private final int signalsBefore = signals;
        private final long begin = System.nanoTime();
        private final long nanos;

        CompensatedWait(long nanos) {
            this.nanos = nanos;
        }

        @Override
        public boolean isReleasable() {
            return false;
        }

        /* Always with a time-out: the pool would compensate a second time for an untimed wait on a JDK condition. */
        @Override
        @SuppressWarnings({"WaitNotInLoop", "ReturnValueIgnored"})
        public boolean block() throws InterruptedException {
            lock.lock();
            try {
                if (signals == signalsBefore) {
                    condition.awaitNanos(nanos - (System.nanoTime() - begin));
                }
            } finally {
                lock.unlock();
            }
            return true;
        }
    }
}
