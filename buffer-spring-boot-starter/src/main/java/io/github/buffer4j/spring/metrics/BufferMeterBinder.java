package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferMonitor;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.BufferRegistryListener;
import io.github.buffer4j.spring.SharedStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.Map;

/** Registers the meters of all current and future buffers, and removes the meters of unregistered buffers. */
public final class BufferMeterBinder implements MeterBinder {

    private final BufferRegistry buffers;
    private final BufferMonitor monitor;
    private final SharedStats statistics = new SharedStats();

    /**
     * Creates a binder.
     *
     * @param buffers the registry of the buffers
     * @param monitor the monitor that knows the active readers
     */
    public BufferMeterBinder(BufferRegistry buffers, BufferMonitor monitor) {
        this.buffers = buffers;
        this.monitor = monitor;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        buffers.addListener(new Binding(registry));
    }

    private final class Binding implements BufferRegistryListener {

        private final MeterRegistry registry;
        private final Map<String, BufferMetrics> metricsByBuffer = new HashMap<>();

        private Binding(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void bufferAdded(BufferEntry entry) {
            String name = entry.name();
            BufferMetrics metrics = new BufferMetrics(
                    entry.buffer(),
                    name,
                    BufferTags.of(buffers, entry),
                    statistics,
                    buffer -> monitor.readersAtWork(name));
            metricsByBuffer.put(name, metrics);
            metrics.bindTo(registry);
        }

        @Override
        public void bufferRemoved(BufferEntry entry) {
            BufferMetrics metrics = metricsByBuffer.remove(entry.name());
            if (metrics != null) {
                metrics.close();
            }
        }
    }
}
