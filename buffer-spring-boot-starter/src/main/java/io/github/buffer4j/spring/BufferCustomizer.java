package io.github.buffer4j.spring;

import io.github.buffer4j.BufferBuilder;

/**
 * Customizes the buffers of {@code buffers.instances}: every bean of this type is called for each of them before it is
 * built, after the properties of the instance have been applied, so that what it sets wins. Several are called in the
 * {@linkplain org.springframework.core.annotation.Order order} of their beans. Buffers that the application builds
 * itself are left alone. A customizer must not depend on a buffer.
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
     * @param name the name of the instance
     * @param builder the builder of the buffer, with the options of the instance; the capacity is not one of them
     */
    void customize(String name, BufferBuilder<?> builder);
}
