package io.github.buffer4j.spring;

import io.github.buffer4j.StreamingBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;

/**
 * Ends all buffers when the application shuts down, so that every accepted element reaches a reader.
 *
 * <p>Buffers end in {@link #PHASE}: after the web server has completed its requests, which may still write, and before
 * the task executors stop, because a reader running in an executor continues until its buffer has ended. (An executor
 * of virtual threads does not take part in the phases and waits for its tasks only if configured to.) A reader that is
 * itself a {@link SmartLifecycle} belongs in a lower phase, such a writer in a higher phase. Buffers do not open again
 * when a context is started that was stopped; the log then names them. They stay open while a context pauses, and while
 * a checkpoint of the process is taken.
 *
 * <p>At first all buffers stay open until those with readers are empty and no thread is processing an element, so that
 * a pipeline drains by itself. Then all buffers end. If they do not settle in time, they end one after the other. A
 * buffer has ended when it is drained and its readers have seen the end of the stream. Remaining elements are counted
 * and logged.
 *
 * <p>A {@link SharedBuffer} takes no part in this. It is detached after all others have ended, and keeps its elements
 * for the other applications.
 */
public final class BufferLifecycle implements SmartLifecycle, AopInfrastructureBean {

    /** The phase in which buffers end: below the phases of the web server, above the phase of the task executors. */
    public static final int PHASE = Integer.MAX_VALUE / 2 + 1024;

    private static final Log LOGGER = LogFactory.getLog(BufferLifecycle.class);

    private final BufferRegistry registry;
    private final EndOrder order;
    private final BufferMonitor monitor;
    private final Duration timeout;

    /* Compared by identity, because equals may fail for a buffer of another implementation. */
    private final Set<BufferEntry> ended =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /* Closes buffers for writing that are registered after the others have ended. */
    private final BufferRegistryListener latecomers = new BufferRegistryListener() {
        @Override
        public void bufferAdded(BufferEntry entry) {
            if (entry.isShared()) {
                new Detachment(entry).run();
            } else if (!ended.contains(entry)) {
                new EndingBuffer(new BufferWatch(entry)).endWriting();
            }
        }

        @Override
        public void bufferRemoved(BufferEntry entry) {
            ended.remove(entry);
        }
    };

    private volatile boolean running;

    /**
     * Creates a lifecycle.
     *
     * @param registry the registry of the buffers
     * @param configured the names of the configured buffers, in their default order of ending
     * @param timeout the maximum time for all buffers to end
     */
    public BufferLifecycle(BufferRegistry registry, List<String> configured, Duration timeout) {
        this.registry = registry;
        this.order = new EndOrder(configured, registry::consumers);
        this.monitor = new BufferMonitor(registry, order);
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
        registry.setEnded(false);
        registry.removeListener(latecomers);
        reportEnded();
        monitor.start();
        running = true;
    }

    private void reportEnded() {
        List<String> names = registry.entries().stream()
                .filter(ended::contains)
                .map(BufferEntry::name)
                .toList();
        ended.clear();
        if (!names.isEmpty()) {
            LOGGER.warn("The application context was started again, but its buffers ended when it was stopped, and do"
                    + " not open again: " + String.join(", ", names) + ". Pause and restart a context that is to go on"
                    + " with its buffers");
        }
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
     * Returns false: buffers stay open while the context is paused, because they cannot be reopened.
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
        if (registry.isSuspended()) {
            return;
        }
        long begin = System.nanoTime();
        ended.clear();
        for (List<BufferWatch> left = left(); !left.isEmpty(); left = left()) {
            Duration rest = timeout.minusNanos(System.nanoTime() - begin);
            registry.setEnded(rest.isNegative() || rest.isZero());
            new OrderlyEnd(order.groups(left), rest).run();
            left.forEach(watch -> ended.add(watch.entry()));
        }
        registry.setEnded(true);
        registry.entries().stream().filter(BufferEntry::isShared).forEach(entry -> {
            new Detachment(entry).atShutdown();
            ended.add(entry);
        });
        monitor.lookAtAll();
        registry.addListener(latecomers);
    }

    private List<BufferWatch> left() {
        return monitor.watches().stream()
                .filter(watch ->
                        !ended.contains(watch.entry()) && !watch.entry().isShared())
                .toList();
    }

    /**
     * Closes a buffer immediately and logs the elements that are lost. Called after a failed start, or when a bean is
     * destroyed while the application is running. A {@link SharedBuffer} is detached only.
     *
     * @param entry the entry of the buffer
     */
    public static void close(BufferEntry entry) {
        if (entry.isShared()) {
            new Detachment(entry).run();
            return;
        }
        EndingBuffer ending = new EndingBuffer(new BufferWatch(entry));
        ending.close();
        ending.report(List.of(ending));
    }

    /* Closes a buffer that was not registered, and that no thread has used. */
    static void dispose(StreamingBuffer buffer) {
        if (buffer instanceof SharedBuffer shared) {
            shared.detach();
        } else {
            buffer.close();
        }
    }

    /**
     * Closes all buffers of a registry immediately, like {@link #close}. The registry then creates no more.
     *
     * @param registry the registry
     * @return the entries of the buffers
     */
    public static List<BufferEntry> closeAll(BufferRegistry registry) {
        registry.setEnded(true);
        List<BufferEntry> entries = registry.entries();
        entries.forEach(BufferLifecycle::close);
        return entries;
    }

    /**
     * Logs the threads that are waiting in queue views of closed buffers, in one line. Called at the end of a shutdown
     * or of a failed start: such threads are workers of an executor that was not shut down.
     *
     * @param entries the entries of the closed buffers
     */
    public static void reportParkedThreads(Collection<BufferEntry> entries) {
        String parked = entries.stream()
                .flatMap(entry -> parked(entry).map(thread -> thread.getName() + " ('" + entry.name() + "')"))
                .sorted()
                .collect(Collectors.joining(", "));
        if (!parked.isEmpty()) {
            LOGGER.info("Threads waiting in a queue view of an ended buffer until interrupted: " + parked);
        }
    }

    private static Stream<Thread> parked(BufferEntry entry) {
        return new BufferWatch(entry).look().stream().flatMap(look -> look.parked().stream());
    }
}
