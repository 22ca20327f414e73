package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.ResidenceRelay;
import io.github.buffer4j.spring.SharedBuffer;
import io.github.buffer4j.spring.SharedStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one buffer, for an application without Spring Boot or for a buffer that is not in a {@link
 * io.github.buffer4j.spring.BufferRegistry}. Registered buffers already have meters.
 *
 * <pre>{@code
 * BlockBuffer<Order> orders = Buffer.<Order>builder()
 *         .residenceListener(BufferMetrics.residence())
 *         .block(512);
 * new BufferMetrics(orders, "orders", Tags.of("team", "checkout")).bindTo(registry);
 * }</pre>
 *
 * <p>The base unit of sizes and counts is {@code elements}, or {@code bytes} for a buffer of bytes.
 *
 * <p>Meters of one name need the same tag keys for all buffers. All meters that one thread reads consecutively within a
 * second, as a Prometheus scrape does, come from one consistent snapshot. The meter registry holds a weak reference to
 * the buffer: once the buffer has been garbage collected, its meters no longer change. {@link #close()} removes the
 * meters.
 *
 * <p>A buffer whose {@code stats()} throws or returns null, as a mock does, has no meters. This is logged once.
 *
 * <p>Safe for use by any number of threads.
 */
public final class BufferMetrics implements MeterBinder, AutoCloseable {

    private static final Log LOGGER = LogFactory.getLog(BufferMetrics.class);

    private final StreamingBuffer buffer;
    private final String name;
    private final Tags tags;
    private final String unit;
    private final SharedStats statistics;
    private final @Nullable ToDoubleFunction<StreamingBuffer> readersAtWork;
    private final List<BufferMeters> bound = new ArrayList<>();

    /**
     * Creates the meters of a buffer; {@link #bindTo} registers them.
     *
     * @param buffer the buffer
     * @param name the value of the tag {@code name}
     * @param tags additional tags of all its meters, with any key except {@code name}, {@code type}, {@code operation},
     *     {@code reason}, {@code cause} and {@code useful}
     */
    public BufferMetrics(StreamingBuffer buffer, String name, Iterable<Tag> tags) {
        this(buffer, name, tags, new SharedStats(), null);
    }

    /**
     * Creates the meters of a buffer, including the gauge of its active readers.
     *
     * @param statistics asks the buffer, unless it is shared and its server has just not answered
     * @param readersAtWork returns the number of active readers; must not hold a reference to the buffer
     */
    BufferMetrics(
            StreamingBuffer buffer,
            String name,
            Iterable<Tag> tags,
            SharedStats statistics,
            @Nullable ToDoubleFunction<StreamingBuffer> readersAtWork) {
        this.buffer = buffer;
        this.name = name;
        this.statistics = statistics;
        this.readersAtWork = readersAtWork;
        BufferEntry entry = new BufferEntry(name, buffer);
        this.tags = Tags.of(tags).and("name", name, "type", entry.type());
        this.unit = entry.unit();
    }

    /**
     * Returns a listener for {@link BufferBuilder#residenceListener}. A buffer built with it has the meter {@code
     * buffer.residence} in every registry that its meters are bound to. Each buffer needs its own listener.
     *
     * @return a new listener
     */
    public static LongConsumer residence() {
        return new ResidenceRelay();
    }

    /**
     * Registers the meters.
     *
     * @param registry the meter registry
     */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        BufferSnapshot first;
        LongConsumer residenceListener;
        try {
            first = BufferSnapshot.of(buffer, statistics);
            residenceListener = buffer.residenceListener();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.warn("Buffer '" + name + "' has no meters because its statistics failed:  "
                    + e.getClass().getName());
            return;
        }
        ScrapeSnapshots snapshots = new ScrapeSnapshots(name, first, statistics, System::nanoTime);
        BufferMeters meters = new BufferMeters(buffer, snapshots, tags, unit, registry);
        bound.add(meters);
        meters.register(first.stats());
        if (buffer instanceof SharedBuffer shared) {
            meters.registerClient(shared);
        }
        if (readersAtWork != null) {
            meters.registerReaders(readersAtWork);
        }
        if (residenceListener instanceof ResidenceRelay relay) {
            meters.registerResidence(relay);
        }
    }

    /** Removes the meters from all registries to which they are bound. */
    @Override
    public synchronized void close() {
        bound.forEach(BufferMeters::remove);
        bound.clear();
    }
}
