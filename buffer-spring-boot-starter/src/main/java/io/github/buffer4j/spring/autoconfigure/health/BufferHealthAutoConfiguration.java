package io.github.buffer4j.spring.autoconfigure.health;

import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.health.BufferHealthIndicator;
import io.github.buffer4j.spring.listener.BufferListeners;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link BufferHealthIndicator}, which an application enables with {@code
 * management.health.buffers.enabled}. {@code management.health.defaults.enabled} has no effect on it: an update of the
 * starter must not change what a load balancer is told about an application.
 */
@AutoConfiguration(after = BufferAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(BufferRegistry.class)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("management.health.buffers.enabled")
public final class BufferHealthAutoConfiguration {

    BufferHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(
            name = {"buffersHealthIndicator", "buffersHealthContributor"},
            search = SearchStrategy.CURRENT)
    BufferHealthIndicator buffersHealthIndicator(
            BufferRegistry buffers, BufferLifecycle lifecycle, ObjectProvider<BufferListeners> listeners) {
        BufferHealthIndicator indicator = new BufferHealthIndicator(lifecycle.monitor(), listeners::getIfAvailable);
        buffers.addListener(indicator);
        return indicator;
    }
}
