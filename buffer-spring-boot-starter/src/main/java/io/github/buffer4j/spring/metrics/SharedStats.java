package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferStats;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The statistics of one buffer for several readers, each of which reads one value of them. A scrape reads every value
 * once: it is given one snapshot, so that its values fit together and the buffer's lock is taken once. A reader that
 * comes back is given a new snapshot, and so is one that comes much later than the others.
 */
final class SharedStats {

    static final Duration MAX_AGE = Duration.ofSeconds(1);

    private static final Log LOGGER = LogFactory.getLog(SharedStats.class);

    private final Buffer<?> buffer;
    private final LongSupplier clock;
    private BufferStats stats;
    private int readers;
    private long served = -1;
    private long takenAt;
    private boolean failed;

    /**
     * Shares the statistics of a buffer.
     *
     * @param clock the time in nanoseconds
     */
    SharedStats(Buffer<?> buffer, LongSupplier clock) {
        this.buffer = buffer;
        this.clock = clock;
        this.stats = buffer.stats();
    }

    /** The last snapshot that was taken, without a new one. */
    synchronized BufferStats latest() {
        return stats;
    }

    /** Makes a reader, one of 64 at most; gives what stands for it in {@link #read}. */
    synchronized long newReader() {
        if (readers == Long.SIZE) {
            throw new IllegalStateException("There are " + readers + " readers already");
        }
        return 1L << readers++;
    }

    synchronized BufferStats read(long reader) {
        long now = clock.getAsLong();
        if ((served & reader) != 0 || now - takenAt > MAX_AGE.toNanos()) {
            stats = next();
            takenAt = now;
            served = 0;
        }
        served |= reader;
        return stats;
    }

    /* A buffer that fails, as one of another implementation may, must not fail the scrape of the others. */
    private BufferStats next() {
        try {
            return buffer.stats();
        } catch (RuntimeException e) {
            if (!failed) {
                LOGGER.warn("A buffer gives no statistics, its meters stand still", e);
                failed = true;
            }
            return stats;
        }
    }
}
