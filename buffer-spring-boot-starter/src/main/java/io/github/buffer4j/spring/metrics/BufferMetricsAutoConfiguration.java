package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
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
public final class BufferMetricsAutoConfiguration {

    BufferMetricsAutoConfiguration() {}

    @Bean
    BufferMeterBinder bufferMeterBinder(BufferRegistry buffers) {
        return new BufferMeterBinder(buffers);
    }
}
