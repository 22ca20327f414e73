package io.github.buffer4j.spring.autoconfigure.metrics;

import io.github.buffer4j.spring.listener.ListenerObserverFactory;
import io.github.buffer4j.spring.metrics.ListenerObservationConvention;
import io.github.buffer4j.spring.metrics.ListenerObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for the observations of the listeners. */
@AutoConfiguration
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
public final class BufferListenerObservationAutoConfiguration {

    BufferListenerObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ListenerObserverFactory bufferListenerObserverFactory(
            ObjectProvider<ObservationRegistry> registry, ObjectProvider<ListenerObservationConvention> convention) {
        return new ListenerObservations(
                () -> registry.getIfAvailable(() -> ObservationRegistry.NOOP), convention::getIfAvailable);
    }
}
