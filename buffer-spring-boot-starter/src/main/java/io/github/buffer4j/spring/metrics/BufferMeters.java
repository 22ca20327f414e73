package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.BufferStats;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.ResidenceRelay;
import io.github.buffer4j.spring.SharedBuffer;
import io.github.buffer4j.spring.metrics.BufferSnapshot.End;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** The meters of one buffer in one meter registry. They hold a weak reference to the buffer, as gauges do. */
final class BufferMeters {

    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final StreamingBuffer buffer;
    private final ScrapeSnapshots stats;
    private final Tags tags;
    private final MeterRegistry registry;
    private final String unit;
    private final String units;
    private final List<Runnable> removals = new ArrayList<>();

    /**
     * Creates meters, none of which is registered yet.
     *
     * @param unit what the buffer holds: the base unit of its meters
     */
    BufferMeters(StreamingBuffer buffer, ScrapeSnapshots stats, Tags tags, String unit, MeterRegistry registry) {
        this.buffer = buffer;
        this.stats = stats;
        this.tags = tags;
        this.registry = registry;
        this.unit = unit;
        this.units = StringUtils.capitalize(unit);
    }

    /**
     * Registers the meters.
     *
     * @param first the statistics that determine which meters the buffer has
     */
    void register(BufferStats first) {
        gauge("buffer.size", units + " in the buffer", unit, tags, BufferStats::size);
        if (first.capacity() != UNBOUNDED) {
            gauge("buffer.capacity", "Capacity of the buffer", unit, tags, BufferMeters::bound);
        }
        gauge(
                "buffer.size.max",
                "Largest recent number of " + unit + " in the buffer",
                unit,
                tags,
                BufferStats::recentPeakSize);
        counter("buffer.writes", units + " written", tags, BufferStats::written);
        counter("buffer.reads", units + " read", tags, BufferStats::read);
        counter("buffer.overwrites", "Unread " + unit + " overwritten by newer ones", tags, BufferStats::overwritten);
        String dropped = units + " dropped unread";
        counter("buffer.discards", dropped, tags.and("reason", "discard"), BufferStats::discarded);
        counter("buffer.discards", dropped, tags.and("reason", "close"), BufferStats::droppedOnClose);
        counter(
                "buffer.rejections",
                units + " rejected because the buffer was full or closed",
                tags,
                BufferStats::rejected);

        Tags write = tags.and("operation", "write");
        Tags read = tags.and("operation", "read");
        blocked(write, BufferStats::writeBlockedCount, BufferStats::writeBlockedNanos);
        blocked(read, BufferStats::readBlockedCount, BufferStats::readBlockedNanos);
        String waiting = "Threads currently waiting";
        gauge("buffer.waiters", waiting, "threads", write, BufferStats::writersWaiting);
        gauge("buffer.waiters", waiting, "threads", read, BufferStats::readersWaiting);

        for (End end : End.values()) {
            ended(end);
        }
        if (first.oldestAgeNanos().isPresent()) {
            age();
        }
    }

    /** Registers the gauge of active readers. */
    void registerReaders(ToDoubleFunction<StreamingBuffer> readersAtWork) {
        added(Gauge.builder("buffer.readers", buffer, readersAtWork)
                .description("Active readers of the buffer")
                .tags(tags)
                .register(registry));
    }

    /** Registers the meters of a client, none of which asks the server. */
    void registerClient(SharedBuffer client) {
        clientGauge("buffer.available", "Whether the server answers", client, stats -> stats.available() ? 1 : 0);
        clientGauge("buffer.lost", "Whether the server has lost the contents", client, stats -> stats.lost() ? 1 : 0);
        clientGauge("buffer.leases", "Leases that this client holds", client, ClientStats::leases);
        String redelivered = units + " that this client has received again";
        clientCounter("buffer.redeliveries", redelivered, unit, tags, client, ClientStats::redelivered);
        String reconnects = "New subscriptions to the signals";
        clientCounter("buffer.reconnects", reconnects, null, tags, client, ClientStats::reconnects);
        String looks = "Looks at the buffer without a signal";
        Tags useful = tags.and("useful", "true");
        clientCounter("buffer.safety.looks", looks, null, useful, client, ClientStats::usefulSafetyLooks);
        Tags useless = tags.and("useful", "false");
        ToDoubleFunction<ClientStats> others = stats -> stats.safetyLooks() - stats.usefulSafetyLooks();
        clientCounter("buffer.safety.looks", looks, null, useless, client, others);
    }

    private void clientGauge(
            String name, String description, SharedBuffer client, ToDoubleFunction<ClientStats> level) {
        added(Gauge.builder(name, client, shared -> level.applyAsDouble(shared.clientStats()))
                .description(description)
                .tags(tags)
                .register(registry));
    }

    private void clientCounter(
            String name,
            String description,
            @Nullable String baseUnit,
            Tags tags,
            SharedBuffer client,
            ToDoubleFunction<ClientStats> total) {
        added(FunctionCounter.builder(name, client, shared -> total.applyAsDouble(shared.clientStats()))
                .description(description)
                .baseUnit(baseUnit)
                .tags(tags)
                .register(registry));
    }

    /** Registers the timer of the time in the buffer, and adds it to the relay as a receiver. */
    void registerResidence(ResidenceRelay relay) {
        Timer timer = Timer.builder("buffer.residence")
                .description("Time that sampled elements or bytes spent in the buffer")
                .tags(tags)
                .register(registry);
        LongConsumer recorder = nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
        relay.add(recorder);
        removals.add(() -> relay.remove(recorder));
        added(timer);
    }

    /** Removes the meters from the registry. */
    void remove() {
        removals.forEach(Runnable::run);
        removals.clear();
    }

    private void added(Meter meter) {
        removals.add(() -> registry.remove(meter));
    }

    private ToDoubleFunction<StreamingBuffer> value(ToDoubleFunction<BufferStats> value) {
        return stats.value(snapshot -> value.applyAsDouble(snapshot.stats()));
    }

    private ToDoubleFunction<StreamingBuffer> total(ToDoubleFunction<BufferStats> total) {
        return stats.total(snapshot -> total.applyAsDouble(snapshot.stats()));
    }

    private static double bound(BufferStats stats) {
        return stats.capacity() == UNBOUNDED ? Double.NaN : stats.capacity();
    }

    private void gauge(
            String name, String description, String baseUnit, Tags tags, ToDoubleFunction<BufferStats> level) {
        added(Gauge.builder(name, buffer, value(level))
                .description(description)
                .baseUnit(baseUnit)
                .tags(tags)
                .register(registry));
    }

    private void counter(String name, String description, Tags tags, ToDoubleFunction<BufferStats> total) {
        added(FunctionCounter.builder(name, buffer, total(total))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    private void blocked(Tags tags, ToDoubleFunction<BufferStats> count, ToDoubleFunction<BufferStats> nanos) {
        ToDoubleFunction<StreamingBuffer> blockedCount = total(count);
        added(FunctionTimer.builder(
                        "buffer.blocked",
                        buffer,
                        source -> (long) blockedCount.applyAsDouble(source),
                        total(nanos),
                        TimeUnit.NANOSECONDS)
                .description("Time that threads spent waiting")
                .tags(tags)
                .register(registry));
    }

    private void ended(End end) {
        added(Gauge.builder("buffer.ended", buffer, stats.value(snapshot -> snapshot.end() == end ? 1 : 0))
                .description("Whether the buffer has ended for this cause")
                .tags(tags.and("cause", end.tag()))
                .register(registry));
    }

    private void age() {
        added(TimeGauge.builder(
                        "buffer.oldest.age",
                        buffer,
                        TimeUnit.NANOSECONDS,
                        value(current -> current.oldestAgeNanos().orElse(0)))
                .description("Age of the oldest element in the buffer")
                .tags(tags)
                .register(registry));
    }
}
