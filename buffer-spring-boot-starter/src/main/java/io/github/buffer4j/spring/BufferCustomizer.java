package io.github.buffer4j.spring;

import io.github.buffer4j.BufferBuilder;

/**
 * Customizes the buffers of {@code buffers.instances}, and those that a {@link BufferRegistry} creates from {@code
 * buffers.templates}. Every bean of this type is called for each of these buffers before it is built and after the
 * properties of the instance or template have been applied, so the customizer takes precedence.
 * Customizers are called in the {@linkplain org.springframework.core.annotation.Order order} of their beans. Buffers
 * that the application builds itself and buffers of bytes are not customized. A customizer must not depend on a
 * buffer.
 *
 * <pre>{@code
 * @Bean
 * BufferCustomizer traces(ContextCarrier carrier) {
 *     return (name, builder) -> builder.context(carrier);
 * }
 * }</pre>
 */
@FunctionalInterface
public interface BufferCustomizer {

    /**
     * Customizes one buffer.
     *
     * @param name the name of the buffer
     * @param builder the builder of the buffer, with the options of the instance or template applied; the capacity is
     *     set afterwards, and so is the drop listener of the queue of an executor
     */
    void customize(String name, BufferBuilder<?> builder);
}
