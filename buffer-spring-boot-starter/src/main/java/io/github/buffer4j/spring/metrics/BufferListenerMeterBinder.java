package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.LeasingReader;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.RegistrationListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.Map;

/**
 * Registers the meters of all current and future listeners, and removes the meters of listeners that are removed.
 * Observations bring their own meters, which go with the others. Retries, failures and sizes of batches are known only
 * of listeners that {@link ListenerObservations} observes.
 */
public final class BufferListenerMeterBinder implements MeterBinder {

    private final BufferListeners listeners;
    private final BufferRegistry buffers;

    /**
     * Creates a binder.
     *
     * @param listeners the listeners
     * @param buffers the registry of their buffers
     */
    public BufferListenerMeterBinder(BufferListeners listeners, BufferRegistry buffers) {
        this.listeners = listeners;
        this.buffers = buffers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        listeners.addRegistrationListener(new Binding(registry));
    }

    private final class Binding implements RegistrationListener {

        private final MeterRegistry registry;
        private final Map<String, ListenerMeters> metersById = new HashMap<>();

        private Binding(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void listenerAdded(BufferListenerContainer container, ListenerObserver observer) {
            ListenerSpec spec = container.spec();
            Tags tags = Tags.of(BufferTags.of(buffers, buffers.find(spec.buffer())))
                    .and(
                            DefaultListenerObservationConvention.LISTENER,
                            spec.id(),
                            DefaultListenerObservationConvention.BUFFER,
                            spec.buffer());
            ListenerMeters meters = new ListenerMeters(tags, registry);
            metersById.put(spec.id(), meters);
            meters.register(container);
            if (observer.unwrapped() instanceof ListenerTotals totals) {
                meters.register(spec.id(), totals);
                if (isLeasing(spec.buffer())) {
                    meters.registerLeases(totals);
                }
            }
        }

        private boolean isLeasing(String buffer) {
            BufferEntry entry = buffers.find(buffer);
            return entry != null && entry.buffer() instanceof LeasingReader;
        }

        @Override
        public void listenerRemoved(BufferListenerContainer container) {
            ListenerMeters meters = metersById.remove(container.spec().id());
            if (meters != null) {
                meters.remove();
            }
        }
    }
}
