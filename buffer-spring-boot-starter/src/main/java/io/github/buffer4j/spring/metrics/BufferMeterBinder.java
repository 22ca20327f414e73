package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.spring.BufferCatalog;
import io.github.buffer4j.spring.BufferEntry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Registers the meters of all buffers, with the tags {@code name} and {@code type}. */
final class BufferMeterBinder implements MeterBinder {

    private static final String ELEMENTS = "elements";

    private final BufferCatalog catalog;

    BufferMeterBinder(BufferCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        catalog.entries().forEach(entry -> bind(entry, registry));
    }

    private static void bind(BufferEntry entry, MeterRegistry registry) {
        Buffer<?> buffer = entry.buffer();
        Tags tags = Tags.of("name", entry.name(), "type", entry.type());
        Gauge.builder("buffer.size", buffer, Buffer::size)
                .description("Elements in the buffer")
                .baseUnit(ELEMENTS)
                .tags(tags)
                .register(registry);
        if (buffer.capacity() != Integer.MAX_VALUE) {
            Gauge.builder("buffer.capacity", buffer, Buffer::capacity)
                    .description("Elements that fit the buffer")
                    .baseUnit(ELEMENTS)
                    .tags(tags)
                    .register(registry);
        }
        count("buffer.writes", "Elements written", buffer, BufferStats::written, tags, registry);
        count("buffer.reads", "Elements read", buffer, BufferStats::read, tags, registry);
        count("buffer.overwrites", "Unread elements overwritten", buffer, BufferStats::overwritten, tags, registry);
        time("write", buffer, BufferStats::writeBlockedCount, BufferStats::writeBlockedNanos, tags, registry);
        time("read", buffer, BufferStats::readBlockedCount, BufferStats::readBlockedNanos, tags, registry);
    }

    private static void count(
            String meter,
            String description,
            Buffer<?> buffer,
            ToLongFunction<BufferStats> total,
            Tags tags,
            MeterRegistry registry) {
        FunctionCounter.builder(meter, buffer, b -> total.applyAsLong(b.stats()))
                .description(description)
                .baseUnit(ELEMENTS)
                .tags(tags)
                .register(registry);
    }

    private static void time(
            String operation,
            Buffer<?> buffer,
            ToLongFunction<BufferStats> count,
            ToLongFunction<BufferStats> nanos,
            Tags tags,
            MeterRegistry registry) {
        FunctionTimer.builder(
                        "buffer.blocked",
                        buffer,
                        b -> count.applyAsLong(b.stats()),
                        b -> nanos.applyAsLong(b.stats()),
                        TimeUnit.NANOSECONDS)
                .description("Time that threads waited")
                .tags(tags.and("operation", operation))
                .register(registry);
    }
}
