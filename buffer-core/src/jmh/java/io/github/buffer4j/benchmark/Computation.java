package io.github.buffer4j.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * Threads that compute all the time and never wait: two for each processor, so that whoever else wants to run has to
 * share. They start at once and run until this is closed.
 */
final class Computation implements AutoCloseable {

    private static final int THREADS_PER_PROCESSOR = 2;
    private static final int STEPS_BETWEEN_LOOKS = 10_000;

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /* Written by all threads, so that the compiler does not leave out what they compute. */
    private volatile long result;

    private Computation(int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().daemon().name("computation-" + i).start(this::compute));
        }
    }

    /** Starts the threads if the machine is to be busy, and none if it is to be idle. */
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

    /** Ends the threads, and waits until they have. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
