package io.github.buffer4j.spring.event;

import java.util.concurrent.TimeUnit;

/** Repeated occurrences of which only the first one of each burst is an event. Thread-safe. */
final class Burst {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private boolean occurred;
    private long lastAt;

    /** Notes an occurrence. Returns whether there was none in the 10 seconds before. */
    synchronized boolean begins(long nanoTime) {
        boolean begins = !occurred || nanoTime - lastAt >= QUIET_NANOS;
        occurred = true;
        lastAt = nanoTime;
        return begins;
    }
}
