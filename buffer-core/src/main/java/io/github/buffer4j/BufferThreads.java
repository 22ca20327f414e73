package io.github.buffer4j;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Records and reports the threads that use a buffer, outside of the calls that transfer elements. Each method acquires
 * the buffer's lock.
 */
final class BufferThreads {

    private final ReentrantLock lock;
    private final Contents<?> contents;
    private final ReaderThreads readers;
    private final WriterThreads writers;

    BufferThreads(ReentrantLock lock, Contents<?> contents, ReaderThreads readers, WriterThreads writers) {
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

    /** Records that the current thread starts or stops waiting in a queue view of the ended buffer. */
    void parksAfterTheEnd(boolean parked) {
        lock.lock();
        try {
            readers.parks(parked, contents.readCount());
        } finally {
            lock.unlock();
        }
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
