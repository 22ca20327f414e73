package io.github.buffer4j.spring;

import io.github.buffer4j.BufferActivity;
import io.github.buffer4j.BufferState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Checks all buffers of a registry once a second, in its own daemon thread, and logs two kinds of problems: a buffer
 * whose elements are not being read, and a buffer that would end before the buffer that supplies its elements. A {@link
 * SharedBuffer} is asked every 30 seconds, because each question is a command of its server.
 *
 * <p>Safe for use by any number of threads.
 */
public final class BufferMonitor implements BufferRegistryListener, AutoCloseable {

    private static final Log LOGGER = LogFactory.getLog(BufferMonitor.class);
    private static final long MILLIS_BETWEEN_LOOKS = 1_000;

    private final BufferRegistry registry;
    private final EndOrder order;
    private final LongSupplier clock;
    private final SharedStats statistics;
    private final Map<String, BufferWatch> watches = new ConcurrentHashMap<>();
    private final Set<List<String>> misplaced = ConcurrentHashMap.newKeySet();
    private final List<InspectionListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable ScheduledExecutorService executor;

    BufferMonitor(BufferRegistry registry, EndOrder order) {
        this(registry, order, System::nanoTime);
    }

    /**
     * Creates a monitor.
     *
     * @param clock returns the time in nanoseconds
     */
    BufferMonitor(BufferRegistry registry, EndOrder order, LongSupplier clock) {
        this.registry = registry;
        this.order = order;
        this.clock = clock;
        this.statistics = new SharedStats(clock);
    }

    /**
     * Returns the number of active readers of a buffer. A thread other than the caller is an active reader if it is
     * waiting for an element, is in a {@code forEach} or {@code stream}, or is alive and has read within the time after
     * which the buffer counts as stalled.
     *
     * @param name the name of the buffer
     * @return the number of threads; 0 if no buffer has this name
     */
    public int readersAtWork(String name) {
        BufferWatch watch = watches.get(name);
        return watch == null ? 0 : watch.readersAtWork();
    }

    /**
     * Inspects a buffer.
     *
     * @param name the name of the buffer
     * @return what was found; empty if no buffer has this name, or if the buffer fails, as one of another
     *     implementation may
     */
    public Optional<BufferInspection> inspect(String name) {
        BufferWatch watch = watches.get(name);
        return watch == null ? Optional.empty() : watch.inspect();
    }

    /**
     * Adds a listener of inspections.
     *
     * @param listener the listener
     */
    public void addInspectionListener(InspectionListener listener) {
        listeners.add(listener);
    }

    @Override
    public void bufferAdded(BufferEntry entry) {
        watches.put(entry.name(), new BufferWatch(entry, () -> registry.consumers(entry.name()), statistics, clock));
    }

    @Override
    public void bufferRemoved(BufferEntry entry) {
        watches.remove(entry.name());
        misplaced.removeIf(pair -> pair.contains(entry.name()));
    }

    List<BufferWatch> watches() {
        return List.copyOf(watches.values());
    }

    /** Forgets when each buffer was last read, as after a pause. */
    void forget() {
        watches.values().forEach(BufferWatch::forgetTimes);
    }

    /** Starts the checks. */
    synchronized void start() {
        if (executor == null) {
            executor = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "buffer-monitor");
                thread.setDaemon(true);
                return thread;
            });
            ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(
                    this::look, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        }
    }

    /** Stops the checks. */
    @Override
    public synchronized void close() {
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }

    /**
     * Checks all buffers that are due, and notifies the listeners. An unexpected failure is logged and does not end the
     * checks.
     */
    void look() {
        look(watches().stream().filter(BufferWatch::isDue).toList());
    }

    /** Checks all buffers, whether they are due or not. */
    void lookAtAll() {
        look(watches());
    }

    private void look(List<BufferWatch> due) {
        Map<BufferWatch, Look> looks = new HashMap<>();
        for (BufferWatch watch : due) {
            watch.look().ifPresent(look -> looks.put(watch, look));
        }
        looks.forEach((watch, look) -> contained(() -> {
            reportStalled(watch, look);
            watch.inspection(look)
                    .ifPresent(inspection ->
                            listeners.forEach(listener -> listener.bufferInspected(watch.entry(), inspection)));
        }));
        inspectClients(watches().stream().map(BufferWatch::entry).toList());
        registry.consumers().forEach(consumer -> contained(consumer::report));
        contained(() -> reportMisplaced(looks));
    }

    /* After the looks, which may find that the server is away. */
    private void inspectClients(List<BufferEntry> entries) {
        entries.forEach(entry -> contained(() -> entry.clientStats()
                .map(stats -> statistics.isAway(entry.buffer()) ? stats.unavailable() : stats)
                .ifPresent(stats -> listeners.forEach(listener -> listener.clientInspected(entry, stats)))));
    }

    /* The executor cancels a periodic task that throws. */
    private static void contained(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOGGER.error("Checking the buffers failed", e);
        }
    }

    private static void reportStalled(BufferWatch watch, Look look) {
        boolean stalled = watch.isStalled(look);
        if (!watch.reports(stalled)) {
            return;
        }
        if (stalled) {
            LOGGER.warn("Buffer '%s' is stalled: it holds %d %s, and no thread has read from it for %s"
                    .formatted(
                            watch.name(),
                            look.stats().size(),
                            watch.entry().unit(),
                            watch.entry().ending().stalledAfter()));
        } else {
            LOGGER.info("Buffer '" + watch.name() + "' is no longer stalled");
        }
    }

    /* A thread that reads from one buffer and writes to another is a pipeline stage. */
    private void reportMisplaced(Map<BufferWatch, Look> looks) {
        Map<Thread, List<BufferWatch>> readBy = new HashMap<>();
        looks.forEach((watch, look) -> Optional.ofNullable(look.activity()).stream()
                .flatMap(activity -> activity.readers().stream())
                .forEach(reader -> readBy.computeIfAbsent(reader.thread(), thread -> new ArrayList<>())
                        .add(watch)));
        List<BufferWatch> inOrder = order.sort(looks.keySet());
        Map<BufferWatch, Integer> places = new HashMap<>();
        inOrder.forEach(watch -> places.put(watch, places.size()));
        looks.forEach((target, look) -> {
            BufferActivity activity = look.activity();
            Thread writer = activity == null ? null : activity.writer();
            if (writer != null && look.stats().state() == BufferState.OPEN) {
                readBy.getOrDefault(writer, List.of()).stream()
                        .filter(source -> places.getOrDefault(target, 0) < places.getOrDefault(source, 0))
                        .forEach(source -> reportMisplaced(source, target, writer));
            }
        });
    }

    private void reportMisplaced(BufferWatch source, BufferWatch target, Thread writer) {
        List<String> pair = List.of(source.name(), target.name());
        if (misplaced.add(pair)) {
            if (!watches.keySet().containsAll(pair)) {
                misplaced.remove(pair);
                return;
            }
            LOGGER.warn(("Thread '%s' reads from buffer '%s' and writes to buffer '%s', which would end"
                            + " first. Set buffers.instances.%s.after=%s")
                    .formatted(writer.getName(), source.name(), target.name(), target.name(), source.name()));
        }
    }
}
