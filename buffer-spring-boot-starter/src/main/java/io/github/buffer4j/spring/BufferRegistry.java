package io.github.buffer4j.spring;

import io.github.buffer4j.StreamingBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;

/**
 * The buffers of an application, by name. Registered buffers have meters, appear at the endpoint and end when the
 * application shuts down.
 *
 * <p>Every singleton bean that is a {@link StreamingBuffer} is registered under its bean name when it is created,
 * whether it comes from {@code buffers.instances} or from the application's own code, and is unregistered when it is
 * destroyed. An application that creates buffers at run time registers them itself, and unregisters them after closing
 * them.
 *
 * <p>Safe for use by any number of threads. Listeners are notified of one event at a time, all in the same order.
 * Aspects do not apply to the registry.
 */
public final class BufferRegistry implements AopInfrastructureBean {

    private static final Log LOGGER = LogFactory.getLog(BufferRegistry.class);

    private final SortedSet<String> tagKeys;

    /*
     * The entries by name and by the identity of the buffer. Both maps change together, under the lock of this object.
     */
    private final SortedMap<String, BufferEntry> entries = new ConcurrentSkipListMap<>();
    private final Map<StreamingBuffer, BufferEntry> entriesByBuffer =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private final List<BufferRegistryListener> listeners = new CopyOnWriteArrayList<>();
    private final List<BufferConsumer> consumers = new CopyOnWriteArrayList<>();
    private volatile boolean ending;

    /**
     * Creates an empty registry.
     *
     * @param tagKeys the allowed keys of tags; fixed at construction because all meters of one name need the same keys
     */
    public BufferRegistry(Collection<String> tagKeys) {
        this.tagKeys = Collections.unmodifiableSortedSet(new TreeSet<>(tagKeys));
    }

    /**
     * Returns the allowed keys of tags: the keys of all {@code tags} in the configuration, and {@code
     * buffers.tag-keys}.
     *
     * @return the keys, sorted
     */
    public Set<String> tagKeys() {
        return tagKeys;
    }

    /**
     * Returns the names of all buffers.
     *
     * @return the names, sorted
     */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /**
     * Returns the entries of all buffers.
     *
     * @return the entries, sorted by name
     */
    public List<BufferEntry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * Returns the entry of a name.
     *
     * @param name its name
     * @return the entry, or null if no buffer has this name
     */
    public @Nullable BufferEntry find(String name) {
        return entries.get(name);
    }

    /**
     * Returns the entry of a buffer. Buffers are compared by identity.
     *
     * @param buffer the buffer
     * @return the entry, or null if the buffer is not registered
     */
    public @Nullable BufferEntry find(StreamingBuffer buffer) {
        return entriesByBuffer.get(buffer);
    }

    /**
     * Returns the entry of a name that must be registered.
     *
     * @param name its name
     * @return the buffer
     * @throws UnknownBufferException if no buffer has this name
     */
    public BufferEntry get(String name) {
        BufferEntry entry = find(name);
        if (entry == null) {
            throw new UnknownBufferException(name, names());
        }
        return entry;
    }

    /**
     * Registers a buffer and notifies the listeners.
     *
     * @param entry the buffer, with its name
     * @throws IllegalStateException if the name is taken, or the buffer is registered under another name
     * @throws IllegalArgumentException if the name is not {@linkplain BufferEntry#isPlain plain}, or the buffer has a
     *     tag whose key is not one of {@link #tagKeys()}
     */
    public void register(BufferEntry entry) {
        if (!BufferEntry.isPlain(entry.name())) {
            throw new IllegalArgumentException(
                    "The name of a buffer must consist of ASCII letters, digits, '-', '.' and '_', but is '"
                            + entry.name() + "'");
        }
        registerBean(entry);
    }

    /**
     * Registers a buffer that is a bean and notifies the listeners. Any bean name is allowed.
     *
     * @param entry the buffer, with the name of its bean
     * @throws IllegalStateException if the name is taken, or the buffer is registered under another name
     * @throws IllegalArgumentException if the buffer has a tag whose key is not one of {@link #tagKeys()}
     */
    public synchronized void registerBean(BufferEntry entry) {
        if (!tagKeys.containsAll(entry.tags().keySet())) {
            throw new IllegalArgumentException("The keys of the tags of '" + entry.name() + "' must be among " + tagKeys
                    + ", but are " + entry.tags().keySet()
                    + ". Declare a key in buffers.defaults.tags, with its default value");
        }
        BufferEntry other = find(entry.name());
        if (other == null) {
            other = find(entry.buffer());
        }
        if (other != null) {
            throw new IllegalStateException("Cannot register a buffer as '" + entry.name() + "': "
                    + (other.buffer() == entry.buffer() ? "it" : "another") + " is registered as '" + other.name()
                    + "'");
        }
        entries.put(entry.name(), entry);
        entriesByBuffer.put(entry.buffer(), entry);
        listeners.forEach(listener -> tell(listener, BufferRegistryListener::bufferAdded, entry));
    }

    /**
     * Unregisters a buffer and notifies the listeners. The buffer itself is not changed.
     *
     * @param name its name
     * @return whether a buffer had this name
     */
    public synchronized boolean unregister(String name) {
        BufferEntry entry = entries.remove(name);
        if (entry == null) {
            return false;
        }
        entriesByBuffer.remove(entry.buffer());
        listeners.forEach(listener -> tell(listener, BufferRegistryListener::bufferRemoved, entry));
        return true;
    }

    /**
     * Adds a listener, and notifies it immediately of all registered buffers, sorted by name.
     *
     * @param listener the listener
     */
    public synchronized void addListener(BufferRegistryListener listener) {
        listeners.add(listener);
        entries.values().forEach(entry -> tell(listener, BufferRegistryListener::bufferAdded, entry));
    }

    /**
     * Removes a listener.
     *
     * @param listener the listener
     * @return whether the listener was registered
     */
    public boolean removeListener(BufferRegistryListener listener) {
        return listeners.remove(listener);
    }

    /**
     * Adds a consumer, which the orderly end of the buffers then takes into account.
     *
     * @param consumer the consumer
     */
    public void addConsumer(BufferConsumer consumer) {
        consumers.add(consumer);
    }

    /**
     * Removes a consumer.
     *
     * @param consumer the consumer
     * @return whether the consumer was added
     */
    public boolean removeConsumer(BufferConsumer consumer) {
        return consumers.remove(consumer);
    }

    /**
     * Returns the consumers of all buffers.
     *
     * @return the consumers, in the order in which they were added
     */
    public List<BufferConsumer> consumers() {
        return List.copyOf(consumers);
    }

    /**
     * Returns whether the buffers are ending because their application context stops or closes, and does not only
     * pause.
     *
     * @return whether they are ending
     */
    public boolean isEnding() {
        return ending;
    }

    void setEnding(boolean ending) {
        this.ending = ending;
    }

    private static void tell(
            BufferRegistryListener listener, BiConsumer<BufferRegistryListener, BufferEntry> event, BufferEntry entry) {
        try {
            event.accept(listener, entry);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.error("A listener failed when notified of buffer '" + entry.name() + "'", e);
        }
    }
}
