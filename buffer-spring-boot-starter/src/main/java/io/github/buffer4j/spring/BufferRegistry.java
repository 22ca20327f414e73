package io.github.buffer4j.spring;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.StreamingBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
 * destroyed. At run time an application {@linkplain #create creates} buffers from templates and {@linkplain #remove
 * removes} them, or registers buffers that it has built itself.
 *
 * <pre>{@code
 * Buffer<Order> orders = registry.create("orders-" + tenant, "orders", Map.of("tenant", tenant));
 * // and later
 * orders.closeWrite();
 * orders.awaitDrained(Duration.ofSeconds(20));
 * registry.remove("orders-" + tenant);
 * }</pre>
 *
 * <p>Safe for use by any number of threads. Listeners are notified of one event at a time, all in the same order.
 * Aspects do not apply to the registry.
 */
public final class BufferRegistry implements AopInfrastructureBean {

    private static final Log LOGGER = LogFactory.getLog(BufferRegistry.class);

    private final SortedSet<String> tagKeys;
    private final BufferTemplates templates;

    /*
     * The entries by name and by the identity of the buffer, and the names of those that are beans. They change
     * together, under the lock of this object. So do the stages of the end: after one no buffer is created that it
     * would miss.
     */
    private final SortedMap<String, BufferEntry> entries = new ConcurrentSkipListMap<>();
    private final Map<StreamingBuffer, BufferEntry> entriesByBuffer =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private final Set<String> beans = new HashSet<>();

    /* Closed by one thread, which then unregisters them: listeners find a buffer that has ended. */
    private final Set<BufferEntry> removing = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<BufferRegistryListener> listeners = new CopyOnWriteArrayList<>();
    private final List<BufferConsumer> consumers = new CopyOnWriteArrayList<>();
    private final Map<String, List<BufferConsumer>> consumersBySource = new ConcurrentHashMap<>();
    private volatile boolean ending;
    private volatile boolean suspended;
    private boolean ended;

    /**
     * Creates an empty registry without templates.
     *
     * @param tagKeys the allowed keys of tags; fixed at construction because all meters of one name need the same keys
     */
    public BufferRegistry(Collection<String> tagKeys) {
        this(tagKeys, (name, template, tags) -> {
            throw new UnknownTemplateException(template, List.of());
        });
    }

    /**
     * Creates an empty registry.
     *
     * @param tagKeys the allowed keys of tags; fixed at construction because all meters of one name need the same keys
     * @param templates the templates of buffers that are created at run time
     */
    public BufferRegistry(Collection<String> tagKeys, BufferTemplates templates) {
        this.tagKeys = Collections.unmodifiableSortedSet(new TreeSet<>(tagKeys));
        this.templates = templates;
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
     * Creates a buffer from a template and registers it, like {@link #create(String, String, Map)} without tags.
     *
     * @param name the name of the buffer
     * @param template the name of the template
     * @param <E> the type of the elements, which is not checked
     * @return the buffer
     * @throws UnknownTemplateException if there is no such template
     * @throws IllegalArgumentException if the name is not {@linkplain BufferEntry#isPlain plain}, or the template is
     *     one of bytes
     * @throws IllegalStateException if the name is taken, or the buffers have ended
     */
    public <E> Buffer<E> create(String name, String template) {
        return create(name, template, Map.of());
    }

    /**
     * Creates a buffer from a template, registers it and notifies the listeners. The buffer has everything that a
     * buffer of {@code buffers.instances} has. If this method fails, nothing is registered.
     *
     * <p>A buffer that is created while the application context stops ends with the others. None is created once they
     * have ended, nor one with {@code ends: early} from the beginning of the stop.
     *
     * @param name the name of the buffer
     * @param template the name of the template
     * @param tags tags in addition to those of the template, and in place of those with the same keys
     * @param <E> the type of the elements, which is not checked: the {@code element-type} of the template, or a type
     *     that all its users agree on
     * @return the buffer
     * @throws UnknownTemplateException if there is no such template
     * @throws IllegalArgumentException if the name is not {@linkplain BufferEntry#isPlain plain}, a key of the tags
     *     is not one of {@link #tagKeys()}, a tag has no value, or the template is one of bytes
     * @throws IllegalStateException if the name is taken, or the buffers have ended
     */
    @SuppressWarnings("unchecked")
    public <E> Buffer<E> create(String name, String template, Map<String, String> tags) {
        return create(name, template, tags, templates, Buffer.class);
    }

    /**
     * Creates a buffer of bytes from a template and registers it, like {@link #createBytes(String, String, Map)}
     * without tags.
     *
     * @param name the name of the buffer
     * @param template the name of the template
     * @return the buffer
     * @throws UnknownTemplateException if there is no such template
     * @throws IllegalArgumentException if the name is not {@linkplain BufferEntry#isPlain plain}, or the template is
     *     one of elements
     * @throws IllegalStateException if the name is taken, or the buffers have ended
     */
    public BytesBuffer createBytes(String name, String template) {
        return createBytes(name, template, Map.of());
    }

    /**
     * Creates a buffer of bytes from a template with {@code unit: bytes}, as {@link #create(String, String, Map)} does
     * from the others.
     *
     * @param name the name of the buffer
     * @param template the name of the template
     * @param tags tags in addition to those of the template, and in place of those with the same keys
     * @return the buffer
     * @throws UnknownTemplateException if there is no such template
     * @throws IllegalArgumentException if the name is not {@linkplain BufferEntry#isPlain plain}, a key of the tags
     *     is not one of {@link #tagKeys()}, a tag has no value, or the template is one of elements
     * @throws IllegalStateException if the name is taken, or the buffers have ended
     */
    public BytesBuffer createBytes(String name, String template, Map<String, String> tags) {
        return create(name, template, tags, templates::createBytes, BytesBuffer.class);
    }

    private <B extends StreamingBuffer> B create(
            String name, String template, Map<String, String> tags, BufferTemplates source, Class<B> type) {
        requirePlain(Objects.requireNonNull(name, "name"));
        Objects.requireNonNull(template, "template");
        requireOpen(name, false);
        requireFree(name);
        BufferEntry entry = source.create(name, template, tags);
        try {
            B buffer = type.cast(entry.buffer());
            synchronized (this) {
                requireOpen(name, entry.ending().early());
                add(entry);
            }
            return buffer;
        } catch (RuntimeException | Error e) {
            BufferLifecycle.dispose(entry.buffer());
            throw e;
        }
    }

    private synchronized void requireOpen(String name, boolean early) {
        if (ended || (early && ending)) {
            throw new IllegalStateException("Cannot create a buffer '" + name
                    + "': the application context has stopped, or stops, and its buffers have ended");
        }
    }

    /**
     * Closes a buffer at once, then unregisters it and notifies the listeners. Elements that are left are dropped: they
     * are counted, logged and passed to the drop listener, as at a shutdown. For a graceful end the buffer is closed
     * for writing and drained before. A {@link SharedBuffer} is detached, and keeps its elements.
     *
     * @param name its name
     * @return whether a buffer had this name; false if another thread is removing it
     * @throws IllegalStateException if the buffer is a bean, which lives as long as its context
     */
    public boolean remove(String name) {
        BufferEntry entry;
        synchronized (this) {
            if (beans.contains(name)) {
                throw new IllegalStateException("Cannot remove the buffer '" + name + "', because it is a bean");
            }
            entry = entries.get(name);
            if (entry == null || !removing.add(entry)) {
                return false;
            }
        }
        BufferLifecycle.close(entry);
        BufferEntry current;
        synchronized (this) {
            removing.remove(entry);
            current = find(entry.buffer());
            if (current != null) {
                removeEntry(current.name());
            }
        }
        if (current != null) {
            tellOfCompletion(current);
        }
        return true;
    }

    /**
     * Registers a buffer and notifies the listeners.
     *
     * @param entry the buffer, with its name
     * @throws IllegalStateException if the name is taken, or the buffer is registered under another name
     * @throws IllegalArgumentException if the name is not {@linkplain BufferEntry#isPlain plain}, or the buffer has a
     *     tag without a value, or whose key is not one of {@link #tagKeys()}
     */
    public void register(BufferEntry entry) {
        requirePlain(entry.name());
        add(entry);
    }

    private static void requirePlain(String name) {
        if (!BufferEntry.isPlain(name)) {
            throw new IllegalArgumentException(
                    "The name of a buffer must consist of ASCII letters, digits, '-', '.' and '_', and have a letter or"
                            + " a digit, but is '" + name + "'");
        }
    }

    private void requireFree(String name) {
        if (entries.containsKey(name)) {
            throw new IllegalStateException(
                    "Cannot register a buffer as '" + name + "': another is registered as '" + name + "'");
        }
    }

    /**
     * Registers a buffer that is a bean and notifies the listeners. Any bean name is allowed.
     *
     * @param entry the buffer, with the name of its bean
     * @throws IllegalStateException if the name is taken, or the buffer is registered under another name
     * @throws IllegalArgumentException if the buffer has a tag without a value, or whose key is not one of
     *     {@link #tagKeys()}
     */
    public synchronized void registerBean(BufferEntry entry) {
        add(entry);
        beans.add(entry.name());
    }

    private synchronized void add(BufferEntry entry) {
        requireTags(entry);
        BufferEntry other = find(entry.buffer());
        if (other != null) {
            throw new IllegalStateException(
                    "Cannot register a buffer as '" + entry.name() + "': it is registered as '" + other.name() + "'");
        }
        requireFree(entry.name());
        entries.put(entry.name(), entry);
        entriesByBuffer.put(entry.buffer(), entry);
        listeners.forEach(listener -> tell(listener, BufferRegistryListener::bufferAdded, entry));
    }

    private void requireTags(BufferEntry entry) {
        if (!tagKeys.containsAll(entry.tags().keySet())) {
            throw new IllegalArgumentException("The keys of the tags of '" + entry.name() + "' must be among " + tagKeys
                    + ", but are " + entry.tags().keySet()
                    + ". Declare a key in buffers.tag-keys, or in buffers.defaults.tags with its default value");
        }
        entry.tags().forEach((key, value) -> {
            if (value.isBlank()) {
                throw new IllegalArgumentException("The tag '" + key + "' of '" + entry.name() + "' needs a value");
            }
        });
    }

    /**
     * Unregisters a buffer and notifies the listeners. The buffer itself is not changed.
     *
     * @param name its name
     * @return whether a buffer had this name
     */
    public boolean unregister(String name) {
        BufferEntry entry = removeEntry(name);
        if (entry == null) {
            return false;
        }
        tellOfCompletion(entry);
        return true;
    }

    private synchronized @Nullable BufferEntry removeEntry(String name) {
        BufferEntry entry = entries.remove(name);
        if (entry != null) {
            entriesByBuffer.remove(entry.buffer());
            beans.remove(name);
            listeners.forEach(listener -> tell(listener, BufferRegistryListener::bufferRemoved, entry));
        }
        return entry;
    }

    private void tellOfCompletion(BufferEntry entry) {
        listeners.forEach(listener -> tell(listener, BufferRegistryListener::removalCompleted, entry));
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
        consumersBySource.compute(consumer.source(), (source, present) -> {
            List<BufferConsumer> consumersOfSource = present == null ? new CopyOnWriteArrayList<>() : present;
            consumersOfSource.add(consumer);
            return consumersOfSource;
        });
    }

    /**
     * Removes a consumer.
     *
     * @param consumer the consumer
     * @return whether the consumer was added
     */
    public boolean removeConsumer(BufferConsumer consumer) {
        consumersBySource.computeIfPresent(consumer.source(), (source, consumersOfSource) -> {
            consumersOfSource.remove(consumer);
            return consumersOfSource.isEmpty() ? null : consumersOfSource;
        });
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

    /* Asked for each buffer each second, so that it must not look at the consumers of all buffers. */
    List<BufferConsumer> consumers(String source) {
        return consumersBySource.getOrDefault(source, List.of());
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

    /**
     * Returns whether the buffers stay open while their application context stops, because a checkpoint of the process
     * is being taken.
     *
     * @return whether the context will start again
     */
    public boolean isSuspended() {
        return suspended;
    }

    void setSuspended(boolean suspended) {
        this.suspended = suspended;
    }

    /** Notes whether the buffers are ending. No buffer is created any more that would have to end early. */
    synchronized void setEnding(boolean ending) {
        this.ending = ending;
    }

    /** Notes whether the buffers have ended. If so, no buffer is created any more. */
    synchronized void setEnded(boolean ended) {
        this.ended = ended;
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
