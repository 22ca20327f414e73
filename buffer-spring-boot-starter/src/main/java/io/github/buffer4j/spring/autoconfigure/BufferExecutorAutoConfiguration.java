package io.github.buffer4j.spring.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the task executor on a buffer that replaces the one of Spring Boot. {@link
 * BufferAutoConfiguration} defines the others.
 */
@AutoConfiguration(before = TaskExecutionAutoConfiguration.class)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
@Import(DefaultExecutorRegistrar.class)
public final class BufferExecutorAutoConfiguration {

    BufferExecutorAutoConfiguration() {}
}
