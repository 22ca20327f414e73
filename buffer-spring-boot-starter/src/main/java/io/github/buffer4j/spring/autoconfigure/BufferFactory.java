package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.BytesBufferBuilder;
import io.github.buffer4j.ContextCarrier;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.spring.BufferCustomizer;
import io.github.buffer4j.spring.ResidenceRelay;
import io.github.buffer4j.spring.event.BufferEvents;
import io.github.buffer4j.spring.executor.BufferTaskExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The factory of the buffers whose bean definitions {@link BufferRegistrar} registers. */
final class BufferFactory implements SmartInitializingSingleton, AopInfrastructureBean {

    private final ConfigurableListableBeanFactory beanFactory;
    private final BufferInstances instances;
    private final BufferEvents events;

    BufferFactory(ConfigurableListableBeanFactory beanFactory, BufferInstances instances, BufferEvents events) {
        this.beanFactory = beanFactory;
        this.instances = instances;
        this.events = events;
    }

    /** Creates the buffer of an instance of elements. */
    Buffer<Object> create(String name) {
        return create(name, instances.declaration(name));
    }

    /** Creates a buffer of elements from a declaration. */
    Buffer<Object> create(String name, BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        BufferBuilder<Object> builder = Buffer.builder().name(name).trackAge(properties.tracksAge());
        String listener = dropListener(declared);
        if (listener != null) {
            builder.dropListener(dropListenerBean(listener));
        }
        if (properties.isResidence()) {
            builder.residenceListener(new ResidenceRelay());
        }
        properties.applyWaterMarks(builder::waterMarks, builder::waterMarksInPercent, events.waterMarkListener(name));
        if (properties.propagatesContext()) {
            builder.context(beanFactory.getBean(BufferRegistrar.CONTEXT_CARRIER, ContextCarrier.class));
        }
        beanFactory
                .getBeanProvider(BufferCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(name, builder));
        if (properties.getExecutor() != null) {
            builder.dropListener(cancelling(listener));
        }
        return properties.getType().build(builder, properties);
    }

    /** Creates the buffer of an instance of bytes. */
    BytesBuffer createBytes(String name) {
        return createBytes(name, instances.declaration(name));
    }

    /** Creates a buffer of bytes from a declaration. */
    BytesBuffer createBytes(String name, BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        BytesBufferBuilder builder = BytesBuffer.builder().name(name);
        if (properties.isResidence()) {
            builder.residenceListener(new ResidenceRelay());
        }
        properties.applyWaterMarks(builder::waterMarks, builder::waterMarksInPercent, events.waterMarkListener(name));
        return properties.getType().build(builder, properties);
    }

    private DropListener<Object> cancelling(@Nullable String listener) {
        DropListener<Runnable> cancelling = BufferTaskExecutor.dropListener();
        DropListener<Object> own = listener == null ? (task, reason) -> {} : dropListenerBean(listener);
        return (task, reason) -> {
            cancelling.onDrop((Runnable) task, reason);
            own.onDrop(task, reason);
        };
    }

    /** Detects an unknown listener name at startup, even if the buffers are lazy. */
    @Override
    public void afterSingletonsInstantiated() {
        instances.declared().forEach(this::dropListener);
    }

    private @Nullable String dropListener(BufferDeclaration declared) {
        String listener = declared.properties().getDropListener();
        if (listener != null
                && !(beanFactory.containsBean(listener) && beanFactory.isTypeMatch(listener, DropListener.class))) {
            throw declared.invalid(
                    "drop-listener",
                    "no DropListener bean has this name",
                    "Use one of: " + String.join(", ", beanFactory.getBeanNamesForType(DropListener.class)) + ".");
        }
        return listener;
    }

    @SuppressWarnings("unchecked")
    private DropListener<Object> dropListenerBean(String listener) {
        return beanFactory.getBean(listener, DropListener.class);
    }
}
