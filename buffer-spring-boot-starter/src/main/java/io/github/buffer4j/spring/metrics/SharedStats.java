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
 * The statistics of one buffer for several meters, each of which reads one value of them. A scrape reads every value
 * once, on one thread: it gets one snapshot, so that its values fit together and the buffer's lock is acquired once. A
 * thread that reads the same value again gets a new snapshot, and so does one that comes back more than a second after
 * it got its last one. Threads do not share snapshots.
 *
 * <p>Refers neither to the buffer nor to threads.
 */
final class SharedStats {

    static final Duration MAX_AGE = Duration.ofSeconds(1);
    static final int MAX_SNAPSHOTS = 256;

    private static final Log LOGGER = LogFactory.getLog(SharedStats.class);

    private final String name;
    private final LongSupplier clock;

    /*
     * The snapshots in use, by the id of the thread, the oldest first. One goes when its thread has read every value or
     * when it is too old, so that those of threads that never come back do not pile up.
     */
    private final Map<Long, Snapshot> snapshots = new LinkedHashMap<>();

    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile BufferSnapshot last;
    private int values;

    /**
     * Creates the shared statistics of a buffer.
     *
     * @param name the name of the buffer, for the log
     * @param first what stands until there is a newer snapshot
     * @param clock the time in nanoseconds
     */
    SharedStats(String name, BufferSnapshot first, LongSupplier clock) {
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

    /** Returns how many snapshots are kept. */
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

    /* A buffer that fails, as one of another implementation may, must not fail the scrape of the others. */
    private BufferSnapshot next(StreamingBuffer buffer) {
        try {
            BufferSnapshot next = BufferSnapshot.of(buffer);
            last = next;
            return next;
        } catch (RuntimeException | LinkageError e) {
            if (failed.compareAndSet(false, true)) {
                LOGGER.warn("Buffer '" + name + "' fails to return its statistics, its meters stand still: " + e);
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
