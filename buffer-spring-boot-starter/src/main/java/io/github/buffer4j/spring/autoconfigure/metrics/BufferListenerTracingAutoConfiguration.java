package io.github.buffer4j.spring.autoconfigure.metrics;

import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.context.LinkingObservationHandler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** Auto-configuration for the spans of the listeners of buffers that carry the contexts of their writers. */
@AutoConfiguration(after = {BufferAutoConfiguration.class, MicrometerTracingAutoConfiguration.class})
@ConditionalOnClass(MicrometerTracingAutoConfiguration.class)
@ConditionalOnBean(value = Tracer.class, name = BufferListenerTracingAutoConfiguration.CARRIER)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
public final class BufferListenerTracingAutoConfiguration {

    /* That of BufferRegistrar. The name does not load the class. */
    static final String CARRIER = "io.github.buffer4j.spring.context.ContextCarrier";

    BufferListenerTracingAutoConfiguration() {}

    @Bean
    @Order(MicrometerTracingAutoConfiguration.DEFAULT_TRACING_OBSERVATION_HANDLER_ORDER - 1)
    TracingObservationHandler<?> bufferListenerTracingObservationHandler(Tracer tracer) {
        return new LinkingObservationHandler(tracer);
    }
}
