package io.github.buffer4j.spring;

import io.github.buffer4j.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The buffers of an application context: all singleton beans of type {@link Buffer}, whether they come from
 * {@code buffers.instances} or from the application's own code. Each call looks again.
 *
 * <p>Safe for use by any number of threads.
 */
public final class BufferCatalog {

    private final ConfigurableListableBeanFactory beanFactory;

    /**
     * Makes the catalog of one bean factory, without its ancestors.
     *
     * @param beanFactory where the buffers are
     */
    public BufferCatalog(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * Lists all buffers; makes those that are lazy and do not exist yet.
     *
     * @return the buffers, sorted by name
     */
    public List<BufferEntry> entries() {
        return names().map(this::toEntry).toList();
    }

    /**
     * Lists the buffers that exist already.
     *
     * @return the buffers, sorted by name
     */
    public List<BufferEntry> existingEntries() {
        return names().filter(beanFactory::containsSingleton).map(this::toEntry).toList();
    }

    /**
     * Finds a buffer.
     *
     * @param name the bean name
     * @return the buffer, or null if there is none of that name
     */
    public @Nullable BufferEntry find(String name) {
        return names().filter(name::equals).findFirst().map(this::toEntry).orElse(null);
    }

    private Stream<String> names() {
        return Stream.of(beanFactory.getBeanNamesForType(Buffer.class, false, false))
                .sorted();
    }

    private BufferEntry toEntry(String name) {
        return new BufferEntry(name, beanFactory.getBean(name, Buffer.class), elementType(name));
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
