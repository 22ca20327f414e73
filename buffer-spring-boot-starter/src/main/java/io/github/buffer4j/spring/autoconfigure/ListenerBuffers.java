package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/** The buffers that listeners name. */
final class ListenerBuffers {

    private final ConfigurableListableBeanFactory beanFactory;
    private final BufferRegistry registry;
    private final BufferInstances instances;

    ListenerBuffers(ConfigurableListableBeanFactory beanFactory, BufferRegistry registry, BufferInstances instances) {
        this.beanFactory = beanFactory;
        this.registry = registry;
        this.instances = instances;
    }

    /**
     * Returns the buffer of a name or alias. Instantiates a bean that is lazy.
     *
     * @return the buffer, which may hold bytes; null if there is none
     */
    private @Nullable BufferEntry find(String text) {
        String name = instances.name(text);
        BufferEntry entry = registry.find(name);
        if (entry == null
                && beanFactory.containsBean(name)
                && beanFactory.isTypeMatch(name, StreamingBuffer.class)
                && beanFactory.isSingleton(name)) {
            entry = registry.find(beanFactory.getBean(name, StreamingBuffer.class));
        }
        return entry;
    }

    /**
     * Returns the buffer of a name or alias whose elements a listener can take or write.
     *
     * @param text the name or alias
     * @param refusal creates the exception from a reason and from what is allowed
     * @throws BufferConfigurationException if there is none
     */
    BufferEntry get(String text, BiFunction<String, String, BufferConfigurationException> refusal) {
        BufferEntry entry = find(text);
        if (entry == null) {
            throw refusal.apply("no buffer is named '" + text + "'", allowed());
        }
        if (!(entry.buffer() instanceof Buffer)) {
            throw refusal.apply(
                    "the buffer '" + entry.name() + "' "
                            + (BufferEntry.holdsBytes(entry.buffer()) ? "holds bytes" : "is no Buffer")
                            + ", and listeners are for elements",
                    allowed());
        }
        return entry;
    }

    /** Returns the names of all buffers of elements, as a sentence. */
    String allowed() {
        Set<String> names = new TreeSet<>();
        registry.entries().stream()
                .filter(entry -> !BufferEntry.holdsBytes(entry.buffer()))
                .forEach(entry -> names.add(entry.name()));
        Arrays.stream(beanFactory.getBeanNamesForType(StreamingBuffer.class, true, false))
                .filter(name -> !BufferBeans.isBytes(beanFactory.getType(name, false)))
                .forEach(names::add);
        return names.isEmpty()
                ? "Define a buffer under " + BufferKeys.INSTANCES + "."
                : "Use one of: " + String.join(", ", names) + ".";
    }

    /** Returns the type of the elements; {@link ResolvableType#NONE} if unknown. */
    ResolvableType elementType(BufferEntry entry) {
        if (beanFactory.containsBeanDefinition(entry.name())) {
            return beanFactory
                    .getMergedBeanDefinition(entry.name())
                    .getResolvableType()
                    .as(Buffer.class)
                    .getGeneric();
        }
        String elementType = entry.elementType();
        ClassLoader classLoader =
                Objects.requireNonNullElseGet(beanFactory.getBeanClassLoader(), ListenerBuffers.class::getClassLoader);
        try {
            return elementType == null ? ResolvableType.NONE : ElementTypeParser.parse(elementType, classLoader);
        } catch (IllegalArgumentException e) {
            return ResolvableType.NONE;
        }
    }
}
