package io.github.buffer4j.spring.event;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferInspection;
import io.github.buffer4j.spring.BufferRegistryListener;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.InspectionListener;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;

/**
 * Publishes what has changed in each buffer of a registry between two inspections, and what an operator changes.
 *
 * <p>Safe for use by any number of threads.
 */
public final class BufferChanges implements BufferRegistryListener, InspectionListener, AopInfrastructureBean {

    private static final Log LOGGER = LogFactory.getLog(BufferChanges.class);

    private final BufferEvents events;
    private final LongSupplier clock;

    /* By identity: the name may be that of another buffer by now, and equals may fail. */
    private final Map<BufferEntry, KnownBuffer> buffers = Collections.synchronizedMap(new IdentityHashMap<>());

    /**
     * Creates changes of no buffer. It has those of a registry once it was added to it as a listener.
     *
     * @param events publishes the changes
     */
    public BufferChanges(BufferEvents events) {
        this(events, System::nanoTime);
    }

    BufferChanges(BufferEvents events, LongSupplier clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void bufferAdded(BufferEntry entry) {
        KnownBuffer known = new KnownBuffer(entry, events);
        buffers.put(entry, known);
        contained(entry, () -> known.begin(entry.buffer().stats()));
    }

    /** Publishes the end of a buffer that has ended since the last inspection. */
    @Override
    public void removalCompleted(BufferEntry entry) {
        KnownBuffer known = buffers.remove(entry);
        if (known != null) {
            contained(entry, () -> {
                if (entry.isShared()) {
                    entry.clientStats().ifPresent(known::noteClient);
                } else {
                    known.noteEnd(entry.buffer().stats(), entry.buffer().error());
                }
            });
        }
    }

    @Override
    public void bufferInspected(BufferEntry entry, BufferInspection inspection) {
        KnownBuffer known = buffers.get(entry);
        if (known != null && !known.begin(inspection.stats())) {
            contained(entry, () -> known.noteCapacity(inspection.stats()));
            known.noteOverwrites(inspection.stats(), clock.getAsLong());
            known.noteReaders(inspection);
            known.noteEnd(inspection.stats(), inspection.error());
        }
    }

    @Override
    public void clientInspected(BufferEntry entry, ClientStats stats) {
        KnownBuffer known = buffers.get(entry);
        if (known != null) {
            known.noteClient(stats);
        }
    }

    /**
     * Drops the elements of a buffer on behalf of an operator.
     *
     * @param entry the buffer
     * @param by the user, or null if unknown
     * @return the number of dropped elements
     */
    public int reset(BufferEntry entry, @Nullable String by) {
        int discarded = entry.buffer().reset();
        events.publish(entry.name(), BufferEventKind.RESET, BufferEvents.details("by", by, "discarded", discarded));
        return discarded;
    }

    /**
     * Changes the capacity of a buffer on behalf of an operator, as {@link io.github.buffer4j.StreamingBuffer#resize}
     * does.
     *
     * @param entry the buffer, which is in the registry
     * @param capacity the new capacity in elements
     * @param by the user, or null if unknown
     * @return the capacity before
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws io.github.buffer4j.BufferClosedException if the buffer is drained or closed
     */
    public int resize(BufferEntry entry, int capacity, @Nullable String by) {
        KnownBuffer known = buffers.get(entry);
        return (known == null ? new KnownBuffer(entry, events) : known).resize(capacity, by);
    }

    /* A buffer of another implementation may fail. Omits the message of the failure, which may quote an element. */
    private static void contained(BufferEntry entry, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.debug("An event of buffer '" + entry.name() + "' is unknown: "
                    + e.getClass().getName());
        }
    }
}
