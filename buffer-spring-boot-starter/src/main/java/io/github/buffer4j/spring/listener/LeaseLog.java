package io.github.buffer4j.spring.listener;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** What is logged of the leases of a container: a line a minute of each kind at most. Thread-safe. */
final class LeaseLog {

    private static final Log LOGGER = LogFactory.getLog(BufferListeners.class);
    private static final long NANOS_BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    private final ListenerSpec spec;
    private final LongSupplier clock;
    private boolean endsLogged;
    private long endsLoggedAt;
    private long unlogged;
    private boolean awayLogged;
    private long awayLoggedAt;

    LeaseLog(ListenerSpec spec, LongSupplier clock) {
        this.spec = spec;
        this.clock = clock;
    }

    /** Logs that elements were handled after their lease had ended. */
    synchronized void ended(int elements) {
        unlogged += elements;
        if (endsLogged) {
            flushWhenDue();
        } else {
            flush();
        }
    }

    /** Logs that the server has not answered. */
    synchronized void away(RuntimeException failure) {
        long now = clock.getAsLong();
        if (!awayLogged || now - awayLoggedAt >= NANOS_BETWEEN_LINES) {
            awayLogged = true;
            awayLoggedAt = now;
            LOGGER.warn(
                    "Listener '" + spec.id() + "' cannot reach buffer '" + spec.buffer() + "', and tries again",
                    failure);
        }
    }

    synchronized void flushWhenDue() {
        if (clock.getAsLong() - endsLoggedAt >= NANOS_BETWEEN_LINES) {
            flush();
        }
    }

    synchronized void flush() {
        if (unlogged > 0) {
            LOGGER.warn("Listener '" + spec.id() + "' has handled " + unlogged + " elements of buffer '" + spec.buffer()
                    + "' whose lease had ended before it was acknowledged, so that they may be handled twice");
            endsLogged = true;
            endsLoggedAt = clock.getAsLong();
            unlogged = 0;
        }
    }
}
