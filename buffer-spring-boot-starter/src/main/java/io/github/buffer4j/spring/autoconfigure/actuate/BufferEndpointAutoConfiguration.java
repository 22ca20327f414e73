package io.github.buffer4j.spring.autoconfigure.actuate;

import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.actuate.BuffersEndpoint;
import io.github.buffer4j.spring.actuate.BuffersJmxExtension;
import io.github.buffer4j.spring.actuate.BuffersWebExtension;
import io.github.buffer4j.spring.actuate.KnownKeys;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.event.BufferChanges;
import io.github.buffer4j.spring.listener.BufferListeners;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for the {@link BuffersEndpoint}. */
@AutoConfiguration(after = BufferAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(BuffersEndpoint.class)
@ConditionalOnBean(BufferRegistry.class)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
public final class BufferEndpointAutoConfiguration {

    BufferEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    BuffersEndpoint buffersEndpoint(
            BufferRegistry buffers, ObjectProvider<BufferListeners> listeners, BufferChanges changes) {
        return new BuffersEndpoint(buffers, listeners::getIfAvailable, changes);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(endpoint = BuffersEndpoint.class, exposure = EndpointExposure.JMX)
    BuffersJmxExtension buffersJmxExtension(BuffersEndpoint endpoint) {
        return new BuffersJmxExtension(endpoint);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(endpoint = BuffersEndpoint.class, exposure = EndpointExposure.WEB)
    BuffersWebExtension buffersWebExtension(BuffersEndpoint endpoint) {
        return new BuffersWebExtension(endpoint);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(endpoint = BuffersEndpoint.class, exposure = EndpointExposure.WEB)
    KnownKeys buffersKnownKeys() {
        return new KnownKeys();
    }
}
