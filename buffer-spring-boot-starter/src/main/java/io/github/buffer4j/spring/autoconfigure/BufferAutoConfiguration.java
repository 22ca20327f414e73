package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.BufferCatalog;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that makes one bean for each key under {@code buffers.instances}, and ends all buffers of the
 * application context when it stops.
 */
@AutoConfiguration
@Import(BufferRegistrar.class)
public final class BufferAutoConfiguration {

    BufferAutoConfiguration() {}

    @Bean
    BufferCatalog bufferCatalog(ConfigurableListableBeanFactory beanFactory) {
        return new BufferCatalog(beanFactory);
    }

    @Bean
    BufferLifecycle bufferLifecycle(BufferCatalog catalog, Environment environment) {
        return new BufferLifecycle(catalog, new BufferInstances(environment));
    }
}
