package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferStats;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of one buffer for several readers, each of which reads one value of them. A scrape reads every value
 * once: it is given one snapshot, so that its values fit together and the buffer's lock is taken once. A reader that
 * comes back is given a new snapshot, and so is one that comes much later than the others.
 */
final class SharedStats {

    static final Duration MAX_AGE = Duration.ofMillis(100);

    private final Buffer<?> buffer;
    private final LongSupplier clock;
    private int readers;
    private long served;
    private long takenAt;
    private @Nullable BufferStats stats;

    /**
     * Shares the statistics of a buffer.
     *
     * @param clock the time in nanoseconds
     */
    SharedStats(Buffer<?> buffer, LongSupplier clock) {
        this.buffer = buffer;
        this.clock = clock;
    }

    /** Makes a reader, one of 64 at most. */
    synchronized Supplier<BufferStats> newReader() {
        if (readers == Long.SIZE) {
            throw new IllegalStateException("There are " + readers + " readers already");
        }
        long reader = 1L << readers++;
        return () -> read(reader);
    }

    private synchronized BufferStats read(long reader) {
        long now = clock.getAsLong();
        if (stats == null || (served & reader) != 0 || now - takenAt > MAX_AGE.toNanos()) {
            stats = buffer.stats();
            takenAt = now;
            served = 0;
        }
        served |= reader;
        return stats;
    }
}
