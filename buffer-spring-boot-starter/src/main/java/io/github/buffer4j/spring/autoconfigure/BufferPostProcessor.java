package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Registers each singleton bean that is a buffer when it has been made, and unregisters it when it is destroyed. A buffer
 * that goes by two bean names is registered under the first, and a proxy for those of a scope not at all.
 */
final class BufferPostProcessor implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beanFactory;
    private final BufferRegistry registry;
    private final BufferInstances instances;

    BufferPostProcessor(
            ConfigurableListableBeanFactory beanFactory, BufferRegistry registry, BufferInstances instances) {
        this.beanFactory = beanFactory;
        this.registry = registry;
        this.instances = instances;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof Buffer<?> buffer && beanFactory.containsLocalBean(name) && beanFactory.isSingleton(name)) {
            register(name, buffer);
        }
        return bean;
    }

    /** Registers the buffers that did not pass by here: singletons that were made elsewhere or before. */
    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beanFactory.getBeanNamesForType(Buffer.class, false, false)) {
            if (beanFactory.getSingleton(name) instanceof Buffer<?> buffer) {
                register(name, buffer);
            }
        }
    }

    @Override
    public boolean requiresDestruction(Object bean) {
        return bean instanceof Buffer;
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        registry.unregister(name);
    }

    private void register(String name, Buffer<?> buffer) {
        boolean known = registry.entries().stream().anyMatch(entry -> entry.buffer() == buffer);
        if (!known && !(buffer instanceof ScopedObject)) {
            registry.register(new BufferEntry(
                    name, buffer, elementType(name), instances.properties(name).getTags()));
        }
    }

    private @Nullable String elementType(String name) {
        if (!beanFactory.containsBeanDefinition(name)) {
            return null;
        }
        Class<?> elementType = beanFactory
                .getMergedBeanDefinition(name)
                .getResolvableType()
                .as(Buffer.class)
                .getGeneric()
                .resolve();
        return elementType == null ? null : elementType.getName();
    }
}
