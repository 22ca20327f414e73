package io.github.buffer4j.spring.autoconfigure.metrics;

import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.metrics.BufferMeterBinder;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for the meters of the buffers. */
@AutoConfiguration(
        after = {
            BufferAutoConfiguration.class,
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, BufferRegistry.class})
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
public final class BufferMetricsAutoConfiguration {

    BufferMetricsAutoConfiguration() {}

    @Bean
    BufferMeterBinder bufferMeterBinder(BufferRegistry buffers, BufferLifecycle lifecycle) {
        return new BufferMeterBinder(buffers, lifecycle.monitor());
    }
}
