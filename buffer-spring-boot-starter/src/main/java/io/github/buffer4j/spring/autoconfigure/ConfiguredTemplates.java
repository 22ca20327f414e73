package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferTemplates;
import io.github.buffer4j.spring.UnknownTemplateException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Creates buffers from {@code buffers.templates}, in the way in which the beans of instances are created. */
final class ConfiguredTemplates implements BufferTemplates {

    private final ConfigurableListableBeanFactory beanFactory;
    private final BufferInstances instances;

    ConfiguredTemplates(ConfigurableListableBeanFactory beanFactory, BufferInstances instances) {
        this.beanFactory = beanFactory;
        this.instances = instances;
    }

    @Override
    public BufferEntry create(String name, String template, Map<String, String> tags) {
        return create(name, template, tags, BufferUnit.ELEMENTS);
    }

    @Override
    public BufferEntry createBytes(String name, String template, Map<String, String> tags) {
        return create(name, template, tags, BufferUnit.BYTES);
    }

    private BufferEntry create(String name, String template, Map<String, String> tags, BufferUnit unit) {
        BufferDeclaration declared = instances.template(template);
        if (declared == null) {
            throw new UnknownTemplateException(template, instances.templateNames());
        }
        BufferProperties properties = declared.properties();
        if (properties.getUnit() != unit) {
            throw new IllegalArgumentException("Cannot create a "
                    + (unit == BufferUnit.BYTES ? "BytesBuffer '" : "Buffer '") + name + "': the template '" + template
                    + "' is one of " + properties.getUnit().value() + ", for "
                    + (unit == BufferUnit.BYTES ? "create" : "createBytes"));
        }
        if (beanFactory.containsLocalBean(name) && beanFactory.isTypeMatch(name, StreamingBuffer.class)) {
            throw new IllegalStateException(
                    "Cannot create a buffer '" + name + "': a buffer bean has this name or this alias");
        }
        Map<String, String> allTags = new LinkedHashMap<>(properties.getTags());
        allTags.putAll(tags);
        return properties.entry(name, buffer(name, declared), elementType(properties), allTags);
    }

    private StreamingBuffer buffer(String name, BufferDeclaration declared) {
        if (declared.properties().onServer()) {
            return beanFactory.getBean(SharedBufferFactory.class).create(name, declared);
        }
        BufferFactory factory = beanFactory.getBean(BufferFactory.class);
        return declared.properties().getUnit() == BufferUnit.BYTES
                ? factory.createBytes(name, declared)
                : factory.create(name, declared);
    }

    /* Written as that of a bean. Loads no class, which a native image may not have by name. */
    private static @Nullable String elementType(BufferProperties properties) {
        String elementType = properties.getElementType();
        return elementType == null ? null : elementType.replaceAll("\\s", "").replace(",", ", ");
    }
}
