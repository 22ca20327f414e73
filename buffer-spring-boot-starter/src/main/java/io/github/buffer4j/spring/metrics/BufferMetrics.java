package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.ResidenceRelay;
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
 * The meters of one buffer, for an application without Spring Boot or for a buffer that is in no {@link
 * io.github.buffer4j.spring.BufferRegistry}; one that is has them already.
 *
 * <pre>{@code
 * BlockBuffer<Order> orders = Buffer.<Order>builder()
 *         .residenceListener(BufferMetrics.residence())
 *         .block(512);
 * new BufferMetrics(orders, "orders", Tags.of("team", "checkout")).bindTo(registry);
 * }</pre>
 *
 * <p>Meters of one name need the same keys of tags for all buffers. All meters that one thread reads one after the
 * other within a second, as a scrape of Prometheus does, show the buffer at one moment. The meter registry refers to
 * the buffer weakly: once the application has dropped it, its meters show nothing new. {@link #close()} removes them.
 *
 * <p>A buffer without statistics, because it throws or returns null as a mock does, has no meters, and one line of the
 * log says so.
 *
 * <p>Safe for use by any number of threads.
 */
public final class BufferMetrics implements MeterBinder, AutoCloseable {

    private static final Log LOGGER = LogFactory.getLog(BufferMetrics.class);

    private final StreamingBuffer buffer;
    private final String name;
    private final Tags tags;
    private final @Nullable ToDoubleFunction<StreamingBuffer> readersAtWork;
    private final List<BufferMeters> bound = new ArrayList<>();

    /**
     * Creates the meters of a buffer; {@link #bindTo} registers them.
     *
     * @param buffer the buffer
     * @param name the value of the tag {@code name}
     * @param tags more tags of all its meters, with any key but {@code name}, {@code type}, {@code operation}, {@code
     *     reason} and {@code cause}
     */
    public BufferMetrics(StreamingBuffer buffer, String name, Iterable<Tag> tags) {
        this(buffer, name, tags, null);
    }

    /**
     * Creates the meters of a buffer, with one of its readers at work.
     *
     * @param readersAtWork counts the readers at work of the buffer; must not refer to it
     */
    BufferMetrics(
            StreamingBuffer buffer,
            String name,
            Iterable<Tag> tags,
            @Nullable ToDoubleFunction<StreamingBuffer> readersAtWork) {
        this.buffer = buffer;
        this.name = name;
        this.readersAtWork = readersAtWork;
        this.tags = Tags.of(tags).and("name", name, "type", new BufferEntry(name, buffer).type());
    }

    /**
     * Returns a listener for {@link BufferBuilder#residenceListener}. A buffer that is built with it has the meter
     * {@code buffer.residence}, in each registry that its meters are bound to. Each buffer needs one of its own.
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
            first = BufferSnapshot.of(buffer);
            residenceListener = buffer.residenceListener();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.warn("Buffer '" + name + "' has no meters, because it fails: "
                    + e.getClass().getName());
            return;
        }
        BufferMeters meters = new BufferMeters(buffer, new SharedStats(name, first, System::nanoTime), tags, registry);
        bound.add(meters);
        meters.register(first.stats());
        if (readersAtWork != null) {
            meters.registerReaders(readersAtWork);
        }
        if (residenceListener instanceof ResidenceRelay relay) {
            meters.registerResidence(relay);
        }
    }

    /** Removes the meters from all registries that they are bound to. */
    @Override
    public synchronized void close() {
        bound.forEach(BufferMeters::remove);
        bound.clear();
    }
}
