package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.BufferRegistryListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.Map;

/** Registers the meters of every buffer that there is or will be, and removes those of a buffer that goes. */
final class BufferMeterBinder implements MeterBinder {

    private final BufferRegistry buffers;

    BufferMeterBinder(BufferRegistry buffers) {
        this.buffers = buffers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        buffers.addListener(new Binding(registry));
    }

    /* Meters refer to their buffer weakly, so the map also keeps what they read. */
    private final class Binding implements BufferRegistryListener {

        private final MeterRegistry registry;
        private final Map<String, BufferMeters> metersByBuffer = new HashMap<>();

        private Binding(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void bufferAdded(BufferEntry entry) {
            metersByBuffer.put(entry.name(), new BufferMeters(entry, buffers.tagKeys(), registry));
        }

        @Override
        public void bufferRemoved(BufferEntry entry) {
            BufferMeters meters = metersByBuffer.remove(entry.name());
            if (meters != null) {
                meters.remove();
            }
        }
    }
}
