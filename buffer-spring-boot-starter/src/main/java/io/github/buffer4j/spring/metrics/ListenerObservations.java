package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerObserverFactory;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of listeners with Micrometer, and counts what {@link BufferListenerMeterBinder} shows. A listener
 * whose calls need no observation costs nothing as long as it does not fail.
 */
public final class ListenerObservations implements ListenerObserverFactory {

    private final Supplier<ObservationRegistry> registry;
    private final Supplier<? extends @Nullable ListenerObservationConvention> convention;

    /**
     * Creates a factory.
     *
     * @param registry returns the registry of the observations; {@link ObservationRegistry#NOOP} for none
     * @param convention returns the names and tags of the observations, or null for the default
     */
    public ListenerObservations(
            Supplier<ObservationRegistry> registry,
            Supplier<? extends @Nullable ListenerObservationConvention> convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public ListenerObserver create(ListenerSpec spec) {
        return new ListenerTotals(spec, spec.observe() ? calls() : null);
    }

    private @Nullable ObservedCalls calls() {
        ObservationRegistry current = registry.get();
        return current == ObservationRegistry.NOOP ? null : new ObservedCalls(current, convention.get());
    }
}
