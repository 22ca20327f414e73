package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.SharedStats;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * <p>Function counters and function timers of Micrometer store what they have read in a field and return the field. Two
 * threads that read one of them at the same time may return each other's value. Therefore a thread that reads a
 * {@linkplain #total total} waits until the thread that read it before reads something else, and thus has returned. It
 * waits for at most {@link #MAX_WAIT}, as that thread may have been interested in this one value only.
 *
 * <p>Holds no reference to the buffer or to threads.
 */
final class ScrapeSnapshots {

    static final Duration MAX_AGE = Duration.ofSeconds(1);
    static final Duration MAX_WAIT = Duration.ofMillis(100);
    static final int MAX_SNAPSHOTS = 256;

    private static final Log LOGGER = LogFactory.getLog(ScrapeSnapshots.class);

    private final String name;
    private final SharedStats statistics;
    private final LongSupplier clock;

    /*
     * The snapshots in use by thread id, oldest first. A snapshot is removed when its thread has read every value or
     * when it is too old, so that snapshots of terminated threads do not accumulate.
     */
    private final Map<Long, Snapshot> snapshots = new LinkedHashMap<>();

    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile BufferSnapshot last;
    private int values;
    private long totals;

    /**
     * Creates the snapshots of a buffer.
     *
     * @param name the name of the buffer, for log messages
     * @param first the initial snapshot, used until a newer one is taken
     * @param statistics asks the buffer, unless it is shared and its server has just not answered
     * @param clock returns the time in nanoseconds
     */
    ScrapeSnapshots(String name, BufferSnapshot first, SharedStats statistics, LongSupplier clock) {
        this.name = name;
        this.last = first;
        this.statistics = statistics;
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

    /** Returns what reads one more value, for a meter that stores it in a field. */
    synchronized ToDoubleFunction<StreamingBuffer> total(ToDoubleFunction<BufferSnapshot> value) {
        ToDoubleFunction<StreamingBuffer> total = value(value);
        totals |= 1L << (values - 1);
        return total;
    }

    /** Returns the number of snapshots kept. */
    synchronized int kept() {
        return snapshots.size();
    }

    private BufferSnapshot read(StreamingBuffer buffer, long bit) {
        long thread = Thread.currentThread().getId();
        Snapshot snapshot = kept(thread, bit);
        if (snapshot == null) {
            snapshot = new Snapshot(next(buffer), clock.getAsLong());
            keep(thread, snapshot);
        }
        serve(thread, snapshot, bit);
        return snapshot.content;
    }

    private synchronized @Nullable Snapshot kept(long thread, long bit) {
        Snapshot snapshot = snapshots.get(thread);
        if (snapshot == null) {
            return null;
        }
        snapshot.latest = 0;
        notifyAll();
        return (snapshot.served & bit) != 0 || isOld(snapshot, clock.getAsLong()) ? null : snapshot;
    }

    private synchronized void keep(long thread, Snapshot snapshot) {
        snapshots.remove(thread);
        Iterator<Snapshot> oldest = snapshots.values().iterator();
        while (oldest.hasNext() && (isOld(oldest.next(), snapshot.takenAt) || snapshots.size() == MAX_SNAPSHOTS)) {
            oldest.remove();
        }
        snapshots.put(thread, snapshot);
    }

    private synchronized void serve(long thread, Snapshot snapshot, long bit) {
        if ((totals & bit) != 0) {
            awaitReaders(snapshot, bit);
        }
        snapshot.latest = bit;
        snapshot.latestAt = clock.getAsLong();
        snapshot.served |= bit;
        if (Long.bitCount(snapshot.served) == values) {
            snapshots.remove(thread);
        }
    }

    /* Waits until no other thread can still be in the meter of this value. */
    private void awaitReaders(Snapshot mine, long bit) {
        try {
            long left;
            while ((left = nanosToWait(mine, bit)) > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long nanosToWait(Snapshot mine, long bit) {
        long now = clock.getAsLong();
        return snapshots.values().stream()
                .filter(other -> other != mine && other.latest == bit)
                .mapToLong(other -> MAX_WAIT.toNanos() - (now - other.latestAt))
                .max()
                .orElse(0);
    }

    private static boolean isOld(Snapshot snapshot, long now) {
        return now - snapshot.takenAt > MAX_AGE.toNanos();
    }

    /* A failing buffer of another implementation must not fail the scrape of the others. */
    private BufferSnapshot next(StreamingBuffer buffer) {
        try {
            BufferSnapshot next = BufferSnapshot.of(buffer, statistics);
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
        private long latest;
        private long latestAt;

        private Snapshot(BufferSnapshot content, long takenAt) {
            this.content = content;
            this.takenAt = takenAt;
        }
    }
}
