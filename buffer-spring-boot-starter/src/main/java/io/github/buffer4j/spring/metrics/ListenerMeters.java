package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** The meters of one listener in one meter registry. They hold weak references to the listener, as gauges do. */
final class ListenerMeters {

    private static final String ELEMENTS = "elements";

    private final Tags tags;
    private final MeterRegistry registry;
    private final List<Runnable> removals = new ArrayList<>();

    ListenerMeters(Tags tags, MeterRegistry registry) {
        this.tags = tags;
        this.registry = registry;
    }

    /** Registers the meter that needs only the container. */
    void register(BufferListenerContainer container) {
        added(Gauge.builder("buffer.listener.in.flight", container, BufferListenerContainer::inFlight)
                .description("Elements taken from the buffer and not done")
                .baseUnit(ELEMENTS)
                .tags(tags)
                .register(registry));
    }

    /** Registers the meters of the totals, and sees to it that those of the observations are removed with them. */
    void register(String id, ListenerTotals totals) {
        added(FunctionCounter.builder("buffer.listener.retries", totals, ListenerTotals::retries)
                .description("Tries of an element or a batch after the first one")
                .tags(tags)
                .register(registry));
        for (Outcome outcome : Outcome.values()) {
            added(FunctionCounter.builder("buffer.listener.failures", totals, source -> source.failures(outcome))
                    .description("Elements given up, or whose results were")
                    .baseUnit(ELEMENTS)
                    .tags(tags.and("outcome", outcome.tag()))
                    .register(registry));
        }
        if (totals.hasBatches()) {
            DistributionSummary summary = DistributionSummary.builder("buffer.listener.batch.size")
                    .description("Elements in the batches that the listener was called with")
                    .baseUnit(ELEMENTS)
                    .tags(tags)
                    .register(registry);
            IntConsumer sizes = summary::record;
            totals.addBatchSizes(sizes);
            removals.add(() -> totals.removeBatchSizes(sizes));
            added(summary);
        }
        String observation = totals.observationName();
        if (observation != null) {
            removals.add(() -> totals.afterLastCalls(() -> removeObservations(observation, id)));
        }
    }

    /** Registers the meters of a listener whose buffer leases its elements. */
    void registerLeases(ListenerTotals totals) {
        added(FunctionCounter.builder("buffer.listener.redeliveries", totals, ListenerTotals::redelivered)
                .description("Elements that came again, because they were leased before and not acknowledged")
                .baseUnit(ELEMENTS)
                .tags(tags)
                .register(registry));
        added(FunctionCounter.builder("buffer.listener.lease.ends", totals, ListenerTotals::leaseEnds)
                .description("Elements whose lease had ended before it was acknowledged")
                .baseUnit(ELEMENTS)
                .tags(tags)
                .register(registry));
    }

    /** Removes the meters from the registry. */
    void remove() {
        removals.forEach(Runnable::run);
        removals.clear();
    }

    private void added(Meter meter) {
        removals.add(() -> registry.remove(meter));
    }

    private void removeObservations(String name, String id) {
        for (String meter : List.of(name, name + ".active")) {
            registry.find(meter)
                    .tag(DefaultListenerObservationConvention.LISTENER, id)
                    .meters()
                    .forEach(registry::remove);
        }
    }
}
