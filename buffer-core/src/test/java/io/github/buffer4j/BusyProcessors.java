package io.github.buffer4j;

/** Threads that compute continuously until closed, twice as many as there are processors. */
final class BusyProcessors implements AutoCloseable {

    private volatile boolean closed;
    private volatile long result;

    BusyProcessors() {
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(this::compute, "busy");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void compute() {
        long x = 1;
        while (!closed) {
            for (int i = 0; i < 1_000; i++) {
                x = 31 * x + i;
            }
        }
        result = x;
    }

    /* Prevents the compiler from eliminating the computation. */
    long result() {
        return result;
    }

    @Override
    public void close() {
        closed = true;
    }
}
