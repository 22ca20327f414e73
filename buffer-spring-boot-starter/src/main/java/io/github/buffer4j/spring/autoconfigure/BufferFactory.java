package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import org.springframework.core.env.Environment;

/** The factory bean behind the bean definitions that {@link BufferRegistrar} makes. */
final class BufferFactory {

    private final BufferInstances instances;

    BufferFactory(Environment environment) {
        this.instances = new BufferInstances(environment);
    }

    Buffer<Object> create(String name) {
        BufferProperties properties = instances.properties(name);
        return properties.getType().build(Buffer.builder().name(name), properties);
    }
}
