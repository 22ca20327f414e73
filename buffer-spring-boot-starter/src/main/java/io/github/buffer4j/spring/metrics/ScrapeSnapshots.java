package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.StreamingBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of one buffer, shared by its meters within a scrape. Each meter reads one value. A scrape reads every value
 * once, on one thread, and gets them all from one snapshot, so that they are consistent and the lock of the buffer is
 * acquired once. A thread gets a new snapshot when it reads the same value again, or more than a second after its last
 * snapshot was taken. Threads do not share snapshots.
 *
 * <p>Holds no reference to the buffer or to threads.
 */
final class ScrapeSnapshots {

    static final Duration MAX_AGE = Duration.ofSeconds(1);
    static final int MAX_SNAPSHOTS = 256;

    private static final Log LOGGER = LogFactory.getLog(ScrapeSnapshots.class);

    private final String name;
    private final LongSupplier clock;

    /*
     * The snapshots in use by thread id, oldest first. A snapshot is removed when its thread has read every value or
     * when it is too old, so that snapshots of terminated threads do not accumulate.
     */
    private final Map<Long, Snapshot> snapshots = new LinkedHashMap<>();

    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile BufferSnapshot last;
    private int values;

    /**
     * Creates the snapshots of a buffer.
     *
     * @param name the name of the buffer, for log messages
     * @param first the initial snapshot, used until a newer one is taken
     * @param clock returns the time in nanoseconds
     */
    ScrapeSnapshots(String name, BufferSnapshot first, LongSupplier clock) {
        this.name = name;
        this.last = first;
        this.clock = clock;
    }

    /** Returns what reads one more value, the 64th at most. */
    synchronized ToDoubleFunction<StreamingBuffer> value(ToDoubleFunction<BufferSnapshot> value) {
        if (values == Long.SIZE) {
            throw new IllegalStateException("There are " + values + " values already");
        }
        long bit = 1L << values++;
        return buffer -> value.applyAsDouble(read(buffer, bit));
    }

    /** Returns the number of snapshots kept. */
    synchronized int kept() {
        return snapshots.size();
    }

    private BufferSnapshot read(StreamingBuffer buffer, long bit) {
        long thread = Thread.currentThread().getId();
        long now = clock.getAsLong();
        BufferSnapshot kept = serve(thread, bit, now);
        if (kept != null) {
            return kept;
        }
        BufferSnapshot next = next(buffer);
        keep(thread, new Snapshot(next, bit, now));
        return next;
    }

    private synchronized @Nullable BufferSnapshot serve(long thread, long bit, long now) {
        Snapshot snapshot = snapshots.get(thread);
        if (snapshot == null || (snapshot.served & bit) != 0 || isOld(snapshot, now)) {
            return null;
        }
        snapshot.served |= bit;
        if (Long.bitCount(snapshot.served) == values) {
            snapshots.remove(thread);
        }
        return snapshot.content;
    }

    private synchronized void keep(long thread, Snapshot snapshot) {
        snapshots.remove(thread);
        Iterator<Snapshot> oldest = snapshots.values().iterator();
        while (oldest.hasNext() && (isOld(oldest.next(), snapshot.takenAt) || snapshots.size() == MAX_SNAPSHOTS)) {
            oldest.remove();
        }
        snapshots.put(thread, snapshot);
    }

    private static boolean isOld(Snapshot snapshot, long now) {
        return now - snapshot.takenAt > MAX_AGE.toNanos();
    }

    /* A failing buffer of another implementation must not fail the scrape of the others. */
    private BufferSnapshot next(StreamingBuffer buffer) {
        try {
            BufferSnapshot next = BufferSnapshot.of(buffer);
            last = next;
            return next;
        } catch (RuntimeException | LinkageError e) {
            if (failed.compareAndSet(false, true)) {
                LOGGER.warn("Buffer '" + name + "' failed to return its statistics; its meters keep their last values: "
                        + e);
            }
            return last;
        }
    }

    private static final class Snapshot {

        private final BufferSnapshot content;
        private final long takenAt;
        private long served;

        private Snapshot(BufferSnapshot content, long served, long takenAt) {
            this.content = content;
            this.served = served;
            this.takenAt = takenAt;
        }
    }
}
