package io.github.buffer4j.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * Threads that compute continuously and never wait, two for each processor, so that every other thread has to share a
 * processor with them. They start on creation and end on close.
 */
final class Computation implements AutoCloseable {

    private static final int THREADS_PER_PROCESSOR = 2;
    private static final int STEPS_BETWEEN_LOOKS = 10_000;

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /* Written by all threads, so that the compiler does not eliminate the computation. */
    private volatile long result;

    private Computation(int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().daemon().name("computation-" + i).start(this::compute));
        }
    }

    /** Starts the threads, or none for an idle machine. */
    static Computation start(Load load) {
        return new Computation(
                load == Load.BUSY ? THREADS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors() : 0);
    }

    private void compute() {
        long x = Thread.currentThread().threadId();
        while (!closed) {
            for (int i = 0; i < STEPS_BETWEEN_LOOKS; i++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
            }
            result = x;
        }
    }

    /** Ends the threads and waits for their termination. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
