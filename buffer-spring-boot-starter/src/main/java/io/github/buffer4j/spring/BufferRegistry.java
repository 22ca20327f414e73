package io.github.buffer4j.spring;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
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

/**
 * The buffers of an application, by name. What is in it has meters, appears at the endpoint and ends when the application
 * stops.
 *
 * <p>Every singleton bean that is a {@link io.github.buffer4j.Buffer} is registered when it is made, under its bean name,
 * whether it comes from {@code buffers.instances} or from the application's own code, and leaves when it is destroyed. An
 * application that makes buffers at run time registers them itself, and unregisters them when it has closed them.
 *
 * <p>Safe for use by any number of threads. Listeners hear of one event at a time, in the same order.
 */
public final class BufferRegistry {

    private static final Log LOGGER = LogFactory.getLog(BufferRegistry.class);

    private final SortedSet<String> tagKeys;
    private final SortedMap<String, BufferEntry> entries = new ConcurrentSkipListMap<>();
    private final List<BufferRegistryListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Makes an empty registry.
     *
     * @param tagKeys the keys that the tags of a buffer may have. They are known from the start because meters of the same
     *     name need the same keys.
     */
    public BufferRegistry(Collection<String> tagKeys) {
        this.tagKeys = Collections.unmodifiableSortedSet(new TreeSet<>(tagKeys));
    }

    /**
     * Gives the keys that the tags of a buffer may have: those of all {@code tags} in the configuration.
     *
     * @return the keys, sorted
     */
    public Set<String> tagKeys() {
        return tagKeys;
    }

    /**
     * Lists the names of the buffers.
     *
     * @return the names, sorted
     */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /**
     * Lists the buffers.
     *
     * @return the buffers, sorted by name
     */
    public List<BufferEntry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * Finds a buffer.
     *
     * @param name its name
     * @return the buffer, or null if there is none of that name
     */
    public @Nullable BufferEntry find(String name) {
        return entries.get(name);
    }

    /**
     * Gives a buffer.
     *
     * @param name its name
     * @return the buffer
     * @throws UnknownBufferException if there is none of that name; lists the names that there are
     */
    public BufferEntry get(String name) {
        BufferEntry entry = find(name);
        if (entry == null) {
            throw new UnknownBufferException(name, names());
        }
        return entry;
    }

    /**
     * Adds a buffer, and tells the listeners.
     *
     * @param entry the buffer, with its name
     * @throws IllegalStateException if the name is taken, or the buffer is registered under another name
     * @throws IllegalArgumentException if the buffer has a tag whose key is not one of {@link #tagKeys()}
     */
    public synchronized void register(BufferEntry entry) {
        if (!tagKeys.containsAll(entry.tags().keySet())) {
            throw new IllegalArgumentException("The keys of the tags of '" + entry.name() + "' must be of " + tagKeys
                    + ", but are " + entry.tags().keySet());
        }
        for (BufferEntry other : entries.values()) {
            if (other.name().equals(entry.name()) || other.buffer() == entry.buffer()) {
                throw new IllegalStateException("Cannot register a buffer as '" + entry.name() + "': "
                        + (other.buffer() == entry.buffer() ? "it" : "another") + " is registered as '" + other.name()
                        + "'");
            }
        }
        entries.put(entry.name(), entry);
        listeners.forEach(listener -> tell(listener, BufferRegistryListener::bufferAdded, entry));
    }

    /**
     * Removes a buffer, and tells the listeners. The buffer itself stays as it is.
     *
     * @param name its name
     * @return whether there was one of that name
     */
    public synchronized boolean unregister(String name) {
        BufferEntry entry = entries.remove(name);
        if (entry == null) {
            return false;
        }
        listeners.forEach(listener -> tell(listener, BufferRegistryListener::bufferRemoved, entry));
        return true;
    }

    /**
     * Adds a listener. It is told at once of the buffers that are there already, sorted by name.
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
     * @return whether it was there
     */
    public boolean removeListener(BufferRegistryListener listener) {
        return listeners.remove(listener);
    }

    private static void tell(
            BufferRegistryListener listener, BiConsumer<BufferRegistryListener, BufferEntry> event, BufferEntry entry) {
        try {
            event.accept(listener, entry);
        } catch (RuntimeException e) {
            LOGGER.error("A listener failed to take notice of buffer '" + entry.name() + "'", e);
        }
    }
}
