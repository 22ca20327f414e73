package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.ResolvableType;

/**
 * Registers each singleton bean that is a buffer after it was created, and unregisters it when it is destroyed. A
 * buffer exposed under two bean names is registered under the first. Scoped proxies are ignored.
 */
final class BufferPostProcessor
        implements DestructionAwareBeanPostProcessor,
                SmartInitializingSingleton,
                AopInfrastructureBean,
                DisposableBean {

    private static final Log LOGGER = LogFactory.getLog(BufferPostProcessor.class);

    private final ConfigurableListableBeanFactory beanFactory;
    private final BufferRegistry registry;
    private final BufferInstances instances;
    private final List<BufferEntry> closed = new CopyOnWriteArrayList<>();

    BufferPostProcessor(
            ConfigurableListableBeanFactory beanFactory, BufferRegistry registry, BufferInstances instances) {
        this.beanFactory = beanFactory;
        this.registry = registry;
        this.instances = instances;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof StreamingBuffer buffer
                && beanFactory.containsLocalBean(name)
                && beanFactory.isSingleton(name)) {
            register(name, buffer);
        }
        return bean;
    }

    /** Registers singletons that this post-processor did not see, because they were created elsewhere or earlier. */
    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beanFactory.getBeanNamesForType(StreamingBuffer.class, false, false)) {
            if (beanFactory.getSingleton(name) instanceof StreamingBuffer buffer) {
                register(name, buffer);
            }
        }
        new EndOrderValidator(instances)
                .validateNames(List.of(beanFactory.getBeanNamesForType(StreamingBuffer.class, true, false)));
    }

    @Override
    public boolean requiresDestruction(Object bean) {
        return bean instanceof StreamingBuffer;
    }

    /** Closes the buffer before its destroy method does, so that lost elements are logged. */
    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        BufferEntry entry = registry.find(name);
        if (entry != null) {
            close(entry);
            registry.unregister(name);
        }
    }

    /**
     * Closes the buffers that were registered at run time, which nothing else does after a failed start. Other beans,
     * and therefore executors, have been destroyed.
     */
    @Override
    public void destroy() {
        closed.addAll(BufferLifecycle.closeAll(registry));
        BufferLifecycle.reportParkedThreads(closed);
    }

    private void close(BufferEntry entry) {
        BufferLifecycle.close(entry);
        closed.add(entry);
    }

    private void register(String name, StreamingBuffer buffer) {
        if (registry.find(buffer) == null && !(buffer instanceof ScopedObject)) {
            if (!BufferEntry.isPlain(name)) {
                LOGGER.warn("The name of the buffer bean '" + name + "' contains characters other than ASCII letters,"
                        + " digits, '-', '.' and '_': it must be encoded in a path, and meter registries may"
                        + " change it");
            }
            BufferProperties properties = instances.properties(name);
            registry.registerBean(properties.entry(name, buffer, elementType(name), properties.getTags()));
        }
    }

    private @Nullable String elementType(String name) {
        if (!beanFactory.containsBeanDefinition(name)) {
            return null;
        }
        ResolvableType elementType = beanFactory
                .getMergedBeanDefinition(name)
                .getResolvableType()
                .as(Buffer.class)
                .getGeneric();
        return elementType.resolve() == null ? null : elementType.toString();
    }
}
