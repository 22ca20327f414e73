package io.github.buffer4j.spring.autoconfigure.metrics;

import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.metrics.BufferListenerMeterBinder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for the meters of the listeners. */
@AutoConfiguration(after = BufferMetricsAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, BufferRegistry.class})
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
public final class BufferListenerMetricsAutoConfiguration {

    BufferListenerMetricsAutoConfiguration() {}

    @Bean
    MeterBinder bufferListenerMeterBinder(ObjectProvider<BufferListeners> listeners, BufferRegistry buffers) {
        return registry ->
                listeners.ifAvailable(found -> new BufferListenerMeterBinder(found, buffers).bindTo(registry));
    }
}
