package io.github.buffer4j.spring;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;

/**
 * Ends all buffers of an application when it stops, so that what went into them reaches their readers.
 *
 * <p>This happens in {@link #PHASE}: after the web server has finished its requests, so that they can still write, and
 * before the task executors stop, because a reader that runs in one of them goes on until its buffer has ended. (An
 * executor of virtual threads is no part of the phases; it waits for its tasks only if it is told to.) A reader that
 * is a {@link SmartLifecycle} itself belongs in a lower phase, and a writer of that kind in a higher one. A buffer
 * does not open again when the context is started again.
 *
 * <p>At first all buffers stay open, until those that have readers are empty and nobody has an element in hand: a
 * pipeline drains by itself. Then all end. Where that does not happen in time they end one after the other. A buffer
 * has ended when it is drained and its readers have seen the end. Elements that are left are counted and logged.
 */
public final class BufferLifecycle implements SmartLifecycle, AopInfrastructureBean {

    /** The phase in which the buffers end: below those of the web server, above those of the task executors. */
    public static final int PHASE = Integer.MAX_VALUE / 2 + 1024;

    private final BufferRegistry registry;
    private final EndOrder order;
    private final BufferMonitor monitor;
    private final Duration timeout;

    /* By identity: a buffer of another implementation may fail to be compared. */
    private final Set<BufferEntry> ended =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /* Ends writing on the buffers that come after the others have ended. */
    private final BufferRegistryListener latecomers = new BufferRegistryListener() {
        @Override
        public void bufferAdded(BufferEntry entry) {
            if (!ended.contains(entry)) {
                new EndingBuffer(new BufferWatch(entry)).endWriting();
            }
        }
    };

    private volatile boolean running;

    /**
     * Creates a lifecycle.
     *
     * @param registry the buffers
     * @param configured the names of the configured buffers, in the order in which they end where nothing else decides
     * @param timeout how long all of them may take to end
     */
    public BufferLifecycle(BufferRegistry registry, List<String> configured, Duration timeout) {
        this.registry = registry;
        this.order = new EndOrder(configured);
        this.monitor = new BufferMonitor(order);
        this.timeout = timeout;
        registry.addListener(order);
        registry.addListener(monitor);
    }

    /**
     * Returns the monitor of the buffers.
     *
     * @return the monitor
     */
    public BufferMonitor monitor() {
        return monitor;
    }

    @Override
    public void start() {
        registry.removeListener(latecomers);
        monitor.start();
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /**
     * Returns that the buffers stay open while the context pauses, because they could not open again.
     *
     * @return false
     */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public void stop() {
        running = false;
        monitor.close();
        long begin = System.nanoTime();
        ended.clear();
        for (List<BufferWatch> left = left(); !left.isEmpty(); left = left()) {
            new OrderlyEnd(order.sort(left), timeout.minusNanos(System.nanoTime() - begin)).run();
            left.forEach(watch -> ended.add(watch.entry()));
        }
        registry.addListener(latecomers);
    }

    private List<BufferWatch> left() {
        return monitor.watches().stream()
                .filter(watch -> !ended.contains(watch.entry()))
                .toList();
    }

    /**
     * Closes a buffer at once, and logs what is lost: for a start that has failed, or a bean that is destroyed while
     * the application runs.
     *
     * @param entry the buffer
     */
    public static void close(BufferEntry entry) {
        EndingBuffer ending = new EndingBuffer(new BufferWatch(entry));
        ending.close();
        ending.report(List.of(ending));
    }
}
