package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.redis.RedisBuffer;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

/** The bean definitions that shared buffers need. Loaded only if there is one. */
final class RedisDefinitions {

    static final String FACTORY = "io.github.buffer4j.spring.autoconfigure.SharedBufferFactory";

    private RedisDefinitions() {}

    /** Registers the factory of shared buffers, unless there is one. */
    static void register(BeanDefinitionRegistry registry) {
        if (!registry.containsBeanDefinition(FACTORY)) {
            registry.registerBeanDefinition(FACTORY, new RootBeanDefinition(RedisBufferFactory.class));
        }
    }

    /** Returns the class whose interfaces code can inject. */
    static Class<?> bufferClass() {
        return RedisBuffer.class;
    }
}
