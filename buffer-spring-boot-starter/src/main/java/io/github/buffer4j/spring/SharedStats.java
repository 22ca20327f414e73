package io.github.buffer4j.spring;

import io.github.buffer4j.BufferStats;
import io.github.buffer4j.StreamingBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of buffers, for a component that asks many of them one after the other. A server that has not answered
 * for one {@link SharedBuffer} is not asked again for {@link #PAUSE}, nor for others: so the component waits for an
 * absent server once, and not for each buffer.
 *
 * <p>Safe for use by any number of threads.
 */
public final class SharedStats {

    /** The time for which a server that has not answered is not asked again. */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    /* It is asked again meanwhile, unless nobody looks. */
    private static final Duration LATELY = PAUSE.multipliedBy(3);

    private final LongSupplier clock;
    private final Map<String, Outage> outages = new ConcurrentHashMap<>();

    /** Creates statistics without a known outage. */
    public SharedStats() {
        this(System::nanoTime);
    }

    /**
     * Creates statistics without a known outage.
     *
     * @param clock returns the time in nanoseconds
     */
    SharedStats(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Returns the statistics of a buffer, like {@link StreamingBuffer#stats()}.
     *
     * @param buffer the buffer, shared or not
     * @return its statistics; null if the buffer returns none, as a mock does
     * @throws RuntimeException if the buffer fails; of a server that is not asked, the failure of the last time
     */
    public @Nullable BufferStats of(StreamingBuffer buffer) {
        return buffer instanceof SharedBuffer shared ? ofShared(shared) : buffer.stats();
    }

    /** Returns whether the server of a shared buffer has not answered lately, for this buffer or another one. */
    boolean isAway(StreamingBuffer buffer) {
        Outage outage = buffer instanceof SharedBuffer shared ? outages.get(String.valueOf(shared.backend())) : null;
        return outage != null && clock.getAsLong() - outage.at() < LATELY.toNanos();
    }

    private @Nullable BufferStats ofShared(SharedBuffer buffer) {
        String backend = String.valueOf(buffer.backend());
        Outage outage = outages.get(backend);
        if (outage != null && clock.getAsLong() - outage.at() < PAUSE.toNanos()) {
            throw outage.failure();
        }
        try {
            BufferStats stats = buffer.stats();
            outages.remove(backend);
            return stats;
        } catch (RuntimeException e) {
            if (!buffer.clientStats().available()) {
                outages.put(backend, new Outage(e, clock.getAsLong()));
            }
            throw e;
        }
    }

    /* Several servers are one backend: the buffers of the others are asked later, which costs only freshness. */
    private record Outage(RuntimeException failure, long at) {}
}
