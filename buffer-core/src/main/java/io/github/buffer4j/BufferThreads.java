package io.github.buffer4j;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records and reports the threads that use a buffer, outside of the calls that transfer elements. Each method acquires
 * the buffer's lock.
 */
final class BufferThreads {

    /* A thread that dies with elements in hand gives no signal. */
    private static final long DEATH_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock;
    private final Contents contents;
    private final ReaderThreads readers;
    private final WriterThreads writers;

    BufferThreads(ReentrantLock lock, Contents contents, ReaderThreads readers, WriterThreads writers) {
        this.lock = lock;
        this.contents = contents;
        this.readers = readers;
        this.writers = writers;
    }

    /** Records that the current thread starts a loop over all elements. */
    void entersLoop() {
        lock.lock();
        try {
            readers.entersLoop();
        } finally {
            lock.unlock();
        }
    }

    /** Records that the current thread has left such a loop. */
    void leavesLoop() {
        lock.lock();
        try {
            readers.leavesLoop(contents.readCount());
        } finally {
            lock.unlock();
        }
    }

    /** Records that the current thread has closed its view of the buffer, and so has handled what it had read. */
    void leavesView() {
        lock.lock();
        try {
            readers.findsNothing(true, contents.readCount());
        } finally {
            lock.unlock();
        }
    }

    /** Records that the current thread starts or stops waiting in a queue view of the ended buffer. */
    void parksAfterTheEnd(boolean parked) {
        lock.lock();
        try {
            readers.parks(parked, contents.readCount());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the buffer is empty and no other thread has elements in hand; returns false on time-out. */
    boolean awaitIdle(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            RelayCondition returned = readers.returned(lock);
            while (!isIdle() && left > 0) {
                long slice = Math.min(left, DEATH_CHECK_NANOS);
                left -= slice - returned.await(slice);
            }
            return isIdle();
        } finally {
            lock.unlock();
        }
    }

    private boolean isIdle() {
        return contents.isEmpty() && !readers.othersHold();
    }

    BufferActivity activity() {
        lock.lock();
        try {
            return new BufferActivity(readers.live(contents.readCount()), writers.takeSample(), writers.lastRefused());
        } finally {
            lock.unlock();
        }
    }
}
