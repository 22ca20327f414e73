package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.BufferCheckpoint;
import io.github.buffer4j.spring.BufferRegistry;
import org.crac.Resource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for buffers that survive a checkpoint of the process. */
@AutoConfiguration(after = BufferAutoConfiguration.class)
@ConditionalOnClass(Resource.class)
@ConditionalOnBean(BufferRegistry.class)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
public final class BufferCheckpointAutoConfiguration {

    BufferCheckpointAutoConfiguration() {}

    @Bean
    BufferCheckpoint bufferCheckpoint(BufferRegistry registry) {
        return new BufferCheckpoint(registry);
    }
}
