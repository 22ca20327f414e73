package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.EarlyBufferLifecycle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that defines one bean for each key under {@code buffers.instances}, registers all buffers, and
 * ends them when the application context is closed.
 *
 * <p>It is ordered last, so that it sees the bean names that are already taken.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
@Import(BufferRegistrar.class)
@ImportRuntimeHints(BufferAutoConfiguration.Hints.class)
public final class BufferAutoConfiguration {

    BufferAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BufferInstances bufferInstances(Environment environment) {
        return BufferInstances.of(environment);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BufferRegistry bufferRegistry(BufferInstances instances) {
        return new BufferRegistry(instances.tagKeys());
    }

    @Bean
    static BufferPostProcessor bufferPostProcessor(
            ConfigurableListableBeanFactory beanFactory, BufferRegistry registry, BufferInstances instances) {
        return new BufferPostProcessor(beanFactory, registry, instances);
    }

    @Bean
    BufferLifecycle bufferLifecycle(BufferRegistry registry, BufferInstances instances) {
        return new BufferLifecycle(registry, List.copyOf(instances.names()), instances.shutdownTimeout());
    }

    @Bean
    EarlyBufferLifecycle earlyBufferLifecycle(BufferRegistry registry) {
        return new EarlyBufferLifecycle(registry);
    }

    /* The properties are bound programmatically, so a native image needs hints for their methods. */
    static final class Hints implements RuntimeHintsRegistrar {

        @Override
        public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
            BindableRuntimeHintsRegistrar.forTypes(BuffersProperties.class).registerHints(hints, classLoader);
        }
    }
}
