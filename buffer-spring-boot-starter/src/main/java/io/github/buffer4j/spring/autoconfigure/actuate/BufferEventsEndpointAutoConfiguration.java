package io.github.buffer4j.spring.autoconfigure.actuate;

import io.github.buffer4j.spring.actuate.BufferEventsEndpoint;
import io.github.buffer4j.spring.actuate.BufferEventsWebExtension;
import io.github.buffer4j.spring.actuate.KnownKeys;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.event.BufferEvents;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for the {@link BufferEventsEndpoint}. */
@AutoConfiguration(after = {BufferAutoConfiguration.class, BufferEndpointAutoConfiguration.class})
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(BufferEventsEndpoint.class)
@ConditionalOnBean(BufferEvents.class)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
public final class BufferEventsEndpointAutoConfiguration {

    BufferEventsEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    BufferEventsEndpoint bufferEventsEndpoint(BufferEvents events) {
        return new BufferEventsEndpoint(events);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(endpoint = BufferEventsEndpoint.class, exposure = EndpointExposure.WEB)
    BufferEventsWebExtension bufferEventsWebExtension(BufferEventsEndpoint endpoint) {
        return new BufferEventsWebExtension(endpoint);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(endpoint = BufferEventsEndpoint.class, exposure = EndpointExposure.WEB)
    KnownKeys buffersKnownKeys() {
        return new KnownKeys();
    }
}
