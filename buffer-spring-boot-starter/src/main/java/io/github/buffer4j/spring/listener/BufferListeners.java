package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.UnknownBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.ClassUtils;

/**
 * The listeners of an application, by id: those of methods with {@link BufferListener}, and those that are registered
 * here.
 *
 * <pre>{@code
 * ListenerSpec spec = ListenerSpec.builder("ship", "orders").concurrency(4).build();
 * listeners.register(spec, (Order order) -> carrier.ship(order));
 * }</pre>
 *
 * <p>Safe for use by any number of threads.
 */
public final class BufferListeners implements AopInfrastructureBean {

    private static final Log LOGGER = LogFactory.getLog(BufferListeners.class);

    private final BufferRegistry registry;
    private final Function<ListenerSpec, ListenerObserver> observers;
    private final BiConsumer<BufferListenerContainer, ListenerState> events;

    /* Containers come and go under the lock of the listeners of registrations, which thus miss none. */
    private final @Nullable ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
    private final Map<String, ThreadedContainer> containers = new ConcurrentHashMap<>();
    private final List<RegistrationListener> registrationListeners = new CopyOnWriteArrayList<>();

    /* Used by the thread that stops the context. */
    private volatile long stopsSince = System.nanoTime();
    private volatile boolean clockRuns;

    /* The moments that have passed: a container that is registered later starts at once. */
    private final Set<ListenerStart> passed = EnumSet.noneOf(ListenerStart.class);

    /**
     * Creates an empty set of listeners.
     *
     * @param registry the buffers
     * @param observers creates what observes a container
     * @param events is told of each change of the state of a container
     */
    public BufferListeners(
            BufferRegistry registry,
            Function<ListenerSpec, ListenerObserver> observers,
            BiConsumer<BufferListenerContainer, ListenerState> events) {
        this.registry = registry;
        this.observers = observers;
        this.events = events;
    }

    /**
     * Registers a listener of single elements. It starts at the moment of its {@link ListenerSpec#start()}, or at once
     * if that has passed.
     *
     * @param spec the options; their batch is 1
     * @param handler handles the elements
     * @param <E> the type of the elements
     * @return the container
     * @throws UnknownBufferException if there is no buffer of a name that the options mention
     * @throws IllegalStateException if there is a listener with this id already
     * @throws IllegalArgumentException if the options have batches, or have an order by key without a scope and the
     *     buffer is shared
     */
    public <E> BufferListenerContainer register(ListenerSpec spec, ElementHandler<E> handler) {
        if (spec.batch() != 1) {
            throw new IllegalArgumentException(
                    "Listener '" + spec.id() + "' handles single elements, so that a batch does not apply");
        }
        return register(spec, Invocation.of(handler));
    }

    /**
     * Registers a listener of batches, like {@link #register}.
     *
     * @param spec the options
     * @param handler handles the batches
     * @param <E> the type of the elements
     * @return the container
     * @throws UnknownBufferException if there is no buffer of a name that the options mention
     * @throws IllegalStateException if there is a listener with this id already
     * @throws IllegalArgumentException if the options have an order by key without a scope and the buffer is shared
     */
    public <E> BufferListenerContainer registerBatch(ListenerSpec spec, BatchHandler<E> handler) {
        return register(spec, Invocation.ofBatches(handler));
    }

    /**
     * Registers a method, like {@link #register}.
     *
     * @param spec the options; their batch is 1 unless the method takes batches
     * @param method handles the elements or batches
     * @return the container
     * @throws UnknownBufferException if there is no buffer of a name that the options mention
     * @throws IllegalStateException if there is a listener with this id already
     * @throws IllegalArgumentException if the options have batches and the method does not, or have an order by key
     *     without a scope and the buffer is shared
     */
    public BufferListenerContainer register(ListenerSpec spec, ListenerMethod method) {
        if (spec.batch() != 1 && !method.takesBatches()) {
            throw new IllegalArgumentException(
                    "Listener '" + spec.id() + "' handles single elements, so that a batch does not apply");
        }
        return register(spec, method.invocation());
    }

    BufferListenerContainer register(ListenerSpec spec, Invocation invocation) {
        ThreadedContainer container = create(spec, invocation);
        synchronized (registrationListeners) {
            if (containers.putIfAbsent(spec.id(), container) != null) {
                throw new IllegalStateException("There is a listener with the id '" + spec.id() + "' already");
            }
            registry.addConsumer(container);
            registrationListeners.forEach(listener -> tellAdded(listener, container));
        }
        reportCompetition(spec.buffer());
        boolean start;
        synchronized (passed) {
            start = passed.contains(spec.start());
        }
        if (start) {
            container.start();
        }
        return container;
    }

    private ThreadedContainer create(ListenerSpec spec, Invocation invocation) {
        if (spec.orderedBy() != null
                && spec.scope() == null
                && registry.get(spec.buffer()).isShared()) {
            throw new IllegalArgumentException("Listener '" + spec.id() + "' orders the elements of the shared buffer '"
                    + spec.buffer()
                    + "' by key, which needs the scope LOCAL: other JVMs may handle elements of the same"
                    + " key at the same time");
        }
        Buffer<Object> source = buffer(spec.buffer());
        String sendTo = spec.sendTo();
        BufferEntry target = sendTo == null ? null : registry.get(sendTo);
        String deadLetter = spec.deadLetter();
        ThreadedContainer[] container = new ThreadedContainer[1];
        container[0] = new ThreadedContainer(
                spec,
                source,
                invocation,
                target == null
                        ? new Results(null, null, null, false)
                        : new Results(
                                sendTo,
                                buffer(target.name()),
                                elementType(target),
                                target.ending().early()),
                deadLetter == null ? null : buffer(deadLetter),
                observers.apply(spec),
                threadFactory(spec),
                state -> stateChanged(container[0], state));
        return container[0];
    }

    private void stateChanged(ThreadedContainer container, ListenerState state) {
        forgetOnceGone(container);
        events.accept(container, state);
    }

    /* The threads of a container that was removed may still have elements, which a shutdown waits for. */
    private void forgetOnceGone(ThreadedContainer container) {
        if (container.isGone()) {
            registry.removeConsumer(container);
        }
    }

    private ThreadFactory threadFactory(ListenerSpec spec) {
        if (!spec.virtualThreads()) {
            return this::platformThread;
        }
        ThreadFactory virtual = new VirtualThreadTaskExecutor(spec.id() + "-").getVirtualThreadFactory();
        return task -> virtualThread(virtual, task);
    }

    /* Created by a thread that has nothing to inherit. */
    private Thread virtualThread(ThreadFactory factory, Runnable task) {
        return CompletableFuture.supplyAsync(
                        () -> factory.newThread(task),
                        creation -> platformThread(creation).start())
                .join();
    }

    /* Inherits nothing from the thread that happens to start the container. */
    private Thread platformThread(Runnable task) {
        Thread thread = new Thread(null, task, "buffer-listener", 0, false);
        thread.setDaemon(false);
        thread.setContextClassLoader(classLoader);
        return thread;
    }

    @SuppressWarnings("unchecked")
    private Buffer<Object> buffer(String name) {
        BufferEntry entry = registry.get(name);
        if (entry.buffer() instanceof Buffer<?> buffer) {
            return (Buffer<Object>) buffer;
        }
        throw new IllegalArgumentException(
                BufferEntry.holdsBytes(entry.buffer())
                        ? "The buffer '" + name + "' holds bytes, and listeners are for elements"
                        : "The buffer '" + name + "' has no elements that a listener can handle");
    }

    private static @Nullable Class<?> elementType(BufferEntry entry) {
        String elementType = entry.elementType();
        if (elementType == null) {
            return null;
        }
        String rawType = elementType.replaceFirst("<.*", "");
        return ClassUtils.isPresent(rawType, null) ? ClassUtils.resolveClassName(rawType, null) : null;
    }

    private void reportCompetition(String buffer) {
        List<String> ids = containers.values().stream()
                .map(ThreadedContainer::spec)
                .filter(spec -> spec.buffer().equals(buffer))
                .map(ListenerSpec::id)
                .sorted()
                .toList();
        if (ids.size() > 1) {
            LOGGER.info(
                    "Listeners that compete for the elements of buffer '" + buffer + "': " + String.join(", ", ids));
        }
    }

    /**
     * Returns the container of a listener.
     *
     * @param id the id of the listener
     * @return the container, or null if there is none
     */
    public @Nullable BufferListenerContainer get(String id) {
        return containers.get(id);
    }

    /**
     * Removes a listener. Its container is asked to stop, and is not waited for.
     *
     * @param id the id of the listener
     * @return the container, or null if there was none
     */
    public @Nullable BufferListenerContainer remove(String id) {
        ThreadedContainer container;
        synchronized (registrationListeners) {
            container = containers.remove(id);
            if (container != null) {
                ThreadedContainer removed = container;
                registrationListeners.forEach(listener -> tell(removed, () -> listener.listenerRemoved(removed)));
            }
        }
        if (container != null) {
            container.remove();
            forgetOnceGone(container);
        }
        return container;
    }

    /**
     * Returns the ids of all listeners.
     *
     * @return the ids, sorted
     */
    public List<String> ids() {
        return containers.keySet().stream().sorted().toList();
    }

    /**
     * Adds a listener of registrations, and notifies it immediately of all listeners of buffers, sorted by id.
     *
     * @param listener the listener
     */
    public void addRegistrationListener(RegistrationListener listener) {
        synchronized (registrationListeners) {
            registrationListeners.add(listener);
            containers().stream()
                    .sorted(Comparator.comparing(ThreadedContainer::name))
                    .forEach(container -> tellAdded(listener, container));
        }
    }

    /**
     * Removes a listener of registrations.
     *
     * @param listener the listener
     * @return whether the listener was registered
     */
    public boolean removeRegistrationListener(RegistrationListener listener) {
        return registrationListeners.remove(listener);
    }

    private static void tellAdded(RegistrationListener listener, ThreadedContainer container) {
        tell(container, () -> listener.listenerAdded(container, container.observer()));
    }

    private static void tell(ThreadedContainer container, Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.error("A listener of registrations failed when notified of '" + container.name() + "'", e);
        }
    }

    Collection<ThreadedContainer> containers() {
        return new ArrayList<>(containers.values());
    }

    /** Starts the containers whose moment has come. */
    void start(ListenerStart moment) {
        synchronized (passed) {
            if (!passed.add(moment)) {
                return;
            }
        }
        containers().stream()
                .filter(container -> container.spec().start() == moment)
                .forEach(ThreadedContainer::start);
    }

    /** Returns whether the buffers are ending, and the context does not only pause. */
    boolean isEnding() {
        return registry.isEnding();
    }

    /** Returns whether the context stops only for a checkpoint of the process. */
    boolean isSuspended() {
        return registry.isSuspended();
    }

    /** Waits until the threads of containers that pause have left, and interrupts none. */
    void awaitPauses() {
        containers()
                .forEach(container ->
                        container.awaitPause(container.spec().stopTimeout().minus(sinceStop())));
    }

    /** Notes the time from which listeners have their time to stop, unless that was noted for this stop. */
    void startClock() {
        if (!clockRuns) {
            clockRuns = isEnding();
            stopsSince = System.nanoTime();
        }
    }

    Duration sinceStop() {
        return Duration.ofNanos(System.nanoTime() - stopsSince);
    }

    /** Ends a stop of the context, which may start and stop again. */
    void stopClock() {
        clockRuns = false;
    }

    /**
     * Stops containers, those that supply others first, so that none waits for room in vain. Threads that do not finish
     * in the rest of their time are interrupted.
     */
    void stop(Collection<ThreadedContainer> containers) {
        List<ThreadedContainer> left = new ArrayList<>(containers);
        while (!left.isEmpty()) {
            List<ThreadedContainer> first = left.stream()
                    .filter(container -> left.stream().noneMatch(other -> supplies(other, container)))
                    .toList();
            List<ThreadedContainer> next = first.isEmpty() ? List.copyOf(left) : first;
            left.removeAll(next);
            next.forEach(ThreadedContainer::beginStop);
            next.forEach(this::awaitStop);
        }
    }

    private static boolean supplies(ThreadedContainer supplier, ThreadedContainer container) {
        return supplier != container
                && !supplier.source().equals(container.source())
                && supplier.targets().contains(container.source());
    }

    private void awaitStop(ThreadedContainer container) {
        boolean unused = container.awaitStop(container.spec().stopTimeout().minus(sinceStop()));
    }
}
