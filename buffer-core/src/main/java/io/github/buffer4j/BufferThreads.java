package io.github.buffer4j;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that use a buffer: what is noted and asked of them apart from the calls that transfer elements. Acquires
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

    /** Notes that the current thread begins to read all elements. */
    void entersLoop() {
        lock.lock();
        try {
            readers.entersLoop();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the current thread has ceased to read all elements. */
    void leavesLoop() {
        lock.lock();
        try {
            readers.leavesLoop(contents.readCount());
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the current thread waits in a queue view of the buffer after the end, or has ceased to. */
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
