package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.BufferStats;
import io.github.buffer4j.spring.BufferEntry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** The meters of one buffer in one meter registry. */
final class BufferMeters {

    private static final String ELEMENTS = "elements";
    private static final String NO_VALUE = "none";

    private final MeterRegistry registry;
    private final SharedStats stats;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    /**
     * Registers the meters.
     *
     * @param tagKeys the keys of the tags of all buffers; one that this buffer lacks has the value "none"
     */
    BufferMeters(BufferEntry entry, Set<String> tagKeys, MeterRegistry registry) {
        this.registry = registry;
        this.stats = new SharedStats(entry.buffer(), System::nanoTime);
        this.tags = tagKeys.stream()
                .map(key -> Tags.of(key, entry.tags().getOrDefault(key, NO_VALUE)))
                .reduce(Tags.of("name", entry.name(), "type", entry.type()), Tags::and);
        BufferStats now = stats.latest();

        gauge("buffer.size", "Elements in the buffer", ELEMENTS, BufferStats::size, tags);
        if (now.capacity() != Integer.MAX_VALUE) {
            gauge("buffer.capacity", "Elements that fit the buffer", ELEMENTS, BufferStats::capacity, tags);
        }
        gauge("buffer.size.max", "Most elements there have been at a time", ELEMENTS, BufferStats::peakSize, tags);
        counter("buffer.writes", "Elements written", BufferStats::written, tags);
        counter("buffer.reads", "Elements read", BufferStats::read, tags);
        counter("buffer.overwrites", "Unread elements overwritten", BufferStats::overwritten, tags);
        String dropped = "Elements dropped unread";
        counter("buffer.discards", dropped, BufferStats::discarded, tags.and("reason", "discard"));
        counter("buffer.discards", dropped, BufferStats::droppedOnClose, tags.and("reason", "close"));
        counter("buffer.rejections", "Elements that never entered", BufferStats::rejected, tags);

        Tags write = tags.and("operation", "write");
        Tags read = tags.and("operation", "read");
        timer(BufferStats::writeBlockedCount, BufferStats::writeBlockedNanos, write);
        timer(BufferStats::readBlockedCount, BufferStats::readBlockedNanos, read);
        String waiting = "Threads that wait now";
        gauge("buffer.waiters", waiting, "threads", BufferStats::writersWaiting, write);
        gauge("buffer.waiters", waiting, "threads", BufferStats::readersWaiting, read);
        if (now.oldestAgeNanos().isPresent()) {
            age();
        }
    }

    /** Takes the meters out of the registry. */
    void remove() {
        meters.forEach(registry::remove);
    }

    private void gauge(String name, String description, String unit, ToLongFunction<BufferStats> level, Tags tags) {
        long reader = stats.newReader();
        meters.add(Gauge.builder(name, stats, shared -> level.applyAsLong(shared.read(reader)))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    private void counter(String name, String description, ToLongFunction<BufferStats> total, Tags tags) {
        long reader = stats.newReader();
        meters.add(FunctionCounter.builder(name, stats, shared -> total.applyAsLong(shared.read(reader)))
                .description(description)
                .baseUnit(ELEMENTS)
                .tags(tags)
                .register(registry));
    }

    private void timer(ToLongFunction<BufferStats> count, ToLongFunction<BufferStats> nanos, Tags tags) {
        long countReader = stats.newReader();
        long nanosReader = stats.newReader();
        meters.add(FunctionTimer.builder(
                        "buffer.blocked",
                        stats,
                        shared -> count.applyAsLong(shared.read(countReader)),
                        shared -> nanos.applyAsLong(shared.read(nanosReader)),
                        TimeUnit.NANOSECONDS)
                .description("Time that threads waited")
                .tags(tags)
                .register(registry));
    }

    private void age() {
        long reader = stats.newReader();
        meters.add(TimeGauge.builder(
                        "buffer.oldest.age",
                        stats,
                        TimeUnit.NANOSECONDS,
                        shared -> shared.read(reader).oldestAgeNanos().orElse(0))
                .description("Time that the oldest element has been in the buffer")
                .tags(tags)
                .register(registry));
    }
}
