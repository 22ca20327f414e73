package io.github.buffer4j.spring.autoconfigure.test;

import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.test.BufferTester;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/** Auto-configuration for the {@link BufferTester}, which each test method has for itself. */
@AutoConfiguration(after = BufferAutoConfiguration.class)
@ConditionalOnClass(TestConfiguration.class)
@ConditionalOnBean({BufferRegistry.class, BufferListeners.class})
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
public final class BufferTesterAutoConfiguration {

    BufferTesterAutoConfiguration() {}

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    BufferTester bufferTester(BufferRegistry buffers, BufferListeners listeners) {
        return new BufferTester(buffers, listeners);
    }
}
