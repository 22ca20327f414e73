package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.BufferRegistryListener;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends all buffers of an application when it stops: writing ends on all of them, readers get the drain timeout to take
 * what is left, and then the buffers are closed. A buffer that nobody has read from is closed without waiting. Elements
 * that are left are counted and logged.
 *
 * <p>This happens in {@link #PHASE}: after the web server has finished its requests, so that they can still write, and
 * before the task executors stop, because a reader that runs in one of them goes on until its buffer has ended. (An
 * executor of virtual threads is no part of the phases; it waits for its tasks only if it is told to.) A reader that is a
 * {@link SmartLifecycle} itself belongs in a lower phase. A buffer does not open again when the context is
 * started again.
 */
public final class BufferLifecycle implements SmartLifecycle {

    /** The phase in which the buffers end: below those of the web server, above those of the task executors. */
    public static final int PHASE = Integer.MAX_VALUE / 2 + 1024;

    private static final Log LOGGER = LogFactory.getLog(BufferLifecycle.class);

    private final BufferRegistry registry;
    private final BufferInstances instances;
    private final Queue<Ending> endings = new ConcurrentLinkedQueue<>();

    /* Hears of all buffers that there are, and of those that still come while the application stops. */
    private final BufferRegistryListener closing = new BufferRegistryListener() {
        @Override
        public void bufferAdded(BufferEntry entry) {
            contained(entry, () -> begin(entry));
        }
    };

    private volatile boolean running;

    BufferLifecycle(BufferRegistry registry, BufferInstances instances) {
        this.registry = registry;
        this.instances = instances;
    }

    @Override
    public void start() {
        registry.removeListener(closing);
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
     * Tells that the buffers stay open while the context pauses, because they could not open again.
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
        long start = System.nanoTime();
        registry.addListener(closing);
        for (Ending ending = endings.poll(); ending != null; ending = endings.poll()) {
            Ending next = ending;
            contained(next.entry(), () -> end(next, System.nanoTime() - start));
        }
    }

    /* A buffer that fails, as one of another implementation may, must not keep the others from their end. */
    private static void contained(BufferEntry entry, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOGGER.error("Buffer '" + entry.name() + "' could not be ended", e);
        }
    }

    private void begin(BufferEntry entry) {
        Buffer<?> buffer = entry.buffer();
        if (buffer.state().isTerminal()) {
            return;
        }
        BufferStats stats = buffer.stats();
        boolean unread = stats.read() + stats.discarded() == 0 && stats.readersWaiting() == 0;
        Duration patience =
                unread ? Duration.ZERO : instances.properties(entry.name()).getDrainTimeout();
        buffer.closeWrite();
        endings.add(new Ending(entry, patience));
    }

    private static void end(Ending ending, long elapsedNanos) {
        Buffer<?> buffer = ending.entry().buffer();
        try {
            buffer.awaitDrained(ending.patience().minusNanos(elapsedNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        buffer.close();
        long dropped = buffer.stats().droppedOnClose();
        if (dropped > 0) {
            String message = "Buffer '%s' was closed with %d elements left unread"
                    .formatted(ending.entry().name(), dropped);
            log(message, buffer);
        }
    }

    /* A ring is there to hold the latest elements: that some are left is no reason to worry. */
    private static void log(String message, Buffer<?> buffer) {
        if (buffer instanceof RingBuffer) {
            LOGGER.info(message);
        } else {
            LOGGER.warn(message);
        }
    }

    private record Ending(BufferEntry entry, Duration patience) {}
}
