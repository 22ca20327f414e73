package io.github.buffer4j.spring;

import io.github.buffer4j.BufferActivity;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.ReaderThread;
import io.github.buffer4j.StreamingBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Observes one buffer repeatedly and records which threads have read from it, and when. Thread-safe. */
final class BufferWatch {

    private static final Log LOGGER = LogFactory.getLog(BufferWatch.class);

    private static final long NANOS_BETWEEN_LOOKS = Duration.ofSeconds(30).toNanos();
    private static final long NANOS_UNTIL_RETRY = SharedStats.PAUSE.toNanos();

    private final BufferEntry entry;
    private final Supplier<List<BufferConsumer>> consumers;
    private final SharedStats statistics;
    private final LongSupplier clock;
    private final Map<Thread, Reading> readings = new WeakHashMap<>();
    private @Nullable Reading clientReading;
    private @Nullable Long lookedAt;
    private long gone = Long.MIN_VALUE;
    private long goneChangedAt;
    private long unreadSince;
    private boolean full;
    private long fullSince;
    private @Nullable Boolean ring;
    private boolean stalled;
    private long goneWhenStalled;
    private boolean reportedStalled;
    private boolean failed;

    /** Creates a watch of a buffer without consumers. */
    BufferWatch(BufferEntry entry) {
        this(entry, List::of, new SharedStats(), System::nanoTime);
    }

    /**
     * Creates a watch.
     *
     * @param consumers returns the consumers of the buffer
     * @param statistics asks the buffer, unless it is shared and its server has just not answered
     * @param clock returns the time in nanoseconds
     */
    BufferWatch(
            BufferEntry entry, Supplier<List<BufferConsumer>> consumers, SharedStats statistics, LongSupplier clock) {
        this.entry = entry;
        this.consumers = consumers;
        this.statistics = statistics;
        this.clock = clock;
    }

    BufferEntry entry() {
        return entry;
    }

    String name() {
        return entry.name();
    }

    /* Not instanceof, because the buffer may be a proxy. The type takes a while to find out. */
    synchronized boolean isRing() {
        Boolean known = ring;
        if (known == null) {
            known = entry.type().equals("ring");
            ring = known;
        }
        return known;
    }

    StreamingBuffer buffer() {
        return entry.buffer();
    }

    /** Returns a new observation; empty if the buffer fails, as one of another implementation may. */
    synchronized Optional<Look> look() {
        long now = clock.getAsLong();
        try {
            BufferStats stats = statistics.of(buffer());
            BufferActivity activity = buffer().activity();
            if (stats == null) {
                throw new IllegalStateException("The buffer returned no statistics");
            }
            long goneNow = stats.read() + stats.discarded();
            if (gone != goneNow) {
                gone = goneNow;
                goneChangedAt = now;
                unreadSince = now;
            }
            if (stats.size() == 0) {
                unreadSince = now;
            }
            noteFull(stats, now);
            int atWork = threadsAtWork(activity, () -> stats, now);
            return Optional.of(new Look(
                    stats,
                    activity,
                    Math.max(atWork, consumersAtWork()),
                    now - goneChangedAt,
                    now - unreadSince,
                    full ? now - fullSince : 0,
                    consumers()));
        } catch (RuntimeException | LinkageError e) {
            reportOnce(e);
            return Optional.empty();
        } finally {
            lookedAt = clock.getAsLong();
        }
    }

    /** Returns a new inspection; empty if the buffer fails. */
    Optional<BufferInspection> inspect() {
        return look().flatMap(this::inspection);
    }

    /** Returns an inspection that is based on a look; empty if the buffer fails. */
    Optional<BufferInspection> inspection(Look look) {
        try {
            return Optional.of(new BufferInspection(
                    look.stats(),
                    error(look),
                    look.readersAtWork(),
                    awaitsReader(look),
                    isStalled(look),
                    Duration.ofNanos(look.nanosFull())));
        } catch (RuntimeException | LinkageError e) {
            reportOnce(e);
            return Optional.empty();
        }
    }

    /* For a shared buffer the error is another question to the server, which an open one does not need. */
    private @Nullable Throwable error(Look look) {
        return entry.isShared() && look.isOpen() ? null : buffer().error();
    }

    /**
     * Returns whether the next periodic check is to look at the buffer. A look at a shared buffer is a command, and
     * therefore rare.
     */
    synchronized boolean isDue() {
        Long last = lookedAt;
        if (!entry.isShared() || last == null) {
            return true;
        }
        boolean available = entry.clientStats().map(ClientStats::available).orElse(true);
        return clock.getAsLong() - last >= (available ? NANOS_BETWEEN_LOOKS : NANOS_UNTIL_RETRY);
    }

    /**
     * Returns whether the buffer is stalled: it has elements that have waited for the time after which it counts as
     * stalled, and no reader. It then stays stalled until it has a reader, is empty, or elements leave, also if the
     * times were forgotten. A shared buffer that this application only writes to is not stalled: nobody knows here what
     * its readers do.
     */
    synchronized boolean isStalled(Look look) {
        boolean waits = look.stats().size() > 0 && look.readersAtWork() == 0 && awaitsReader(look) && isReadHere(look);
        long goneNow = look.stats().read() + look.stats().discarded();
        boolean stillStalled = stalled && goneNow == goneWhenStalled;
        stalled = waits && (stillStalled || look.nanosUnread() >= entry.ending().stalledNanos());
        goneWhenStalled = goneNow;
        return stalled;
    }

    /** Notes that this was reported. Returns whether it had not been, or had been reported otherwise. */
    synchronized boolean reports(boolean stalledNow) {
        boolean turned = reportedStalled != stalledNow;
        reportedStalled = stalledNow;
        return turned;
    }

    /** Forgets when the buffer was last read, and since when it has been full. */
    synchronized void forgetTimes() {
        gone = Long.MIN_VALUE;
        full = false;
        readings.clear();
        clientReading = null;
    }

    /* A ring buffer that was never read from may be used for its snapshots only. */
    private boolean awaitsReader(Look look) {
        return look.hasBeenRead() || !isRing();
    }

    private boolean isReadHere(Look look) {
        return entry.clientStats()
                .map(client -> client.read() > 0 || !look.consumers().isEmpty())
                .orElse(true);
    }

    /* A writer that waits keeps the buffer full: it has not yet used the room that a reader has made. */
    private void noteFull(BufferStats stats, long now) {
        boolean bounded = stats.capacity() < Integer.MAX_VALUE && !isRing();
        boolean fullNow = bounded && (stats.size() >= stats.capacity() || stats.writersWaiting() > 0);
        if (fullNow && !full) {
            fullSince = now;
        }
        full = fullNow;
    }

    /** Returns the number of active readers other than the current thread; 0 if the buffer fails. */
    synchronized int readersAtWork() {
        try {
            int atWork = threadsAtWork(buffer().activity(), buffer()::stats, clock.getAsLong());
            return Math.max(atWork, consumersAtWork());
        } catch (RuntimeException | LinkageError e) {
            reportOnce(e);
            return 0;
        }
    }

    /* The statistics of a shared buffer would be a command. */
    private int threadsAtWork(@Nullable BufferActivity activity, Supplier<BufferStats> stats, long now) {
        if (entry.isShared()) {
            return clientAtWork(now);
        }
        return activity == null ? stats.get().readersWaiting() : atWork(activity, now);
    }

    /* The client of a shared buffer knows how many threads wait, and whether any has read. */
    private int clientAtWork(long now) {
        return entry.clientStats()
                .map(client -> Math.max(client.readersWaiting(), hasReadLately(client, now) ? 1 : 0))
                .orElse(0);
    }

    private boolean hasReadLately(ClientStats client, long now) {
        Reading reading = clientReading;
        if (reading == null || reading.count != client.read()) {
            reading = new Reading(client.read(), now);
            clientReading = reading;
        }
        return client.read() > 0 && now - reading.since <= entry.ending().stalledNanos();
    }

    /*
     * Omits the message of the failure, which may quote an element. Meters and endpoint log the failure as a warning.
     */
    private synchronized void reportOnce(Throwable failure) {
        if (!failed) {
            failed = true;
            LOGGER.debug("Buffer '" + name() + "' cannot be watched: "
                    + failure.getClass().getName());
        }
    }

    /* Asked after the activity: a consumer notes what it has taken before it reads again. */
    private List<BufferConsumer> consumers() {
        return List.copyOf(consumers.get());
    }

    private int consumersAtWork() {
        return (int) consumers().stream().filter(BufferConsumer::isAtWork).count();
    }

    private int atWork(BufferActivity activity, long now) {
        int atWork = 0;
        for (ReaderThread reader : activity.readers()) {
            if (reader.thread() != Thread.currentThread() && isAtWork(reader, now)) {
                atWork++;
            }
        }
        return atWork;
    }

    private boolean isAtWork(ReaderThread reader, long now) {
        Reading reading = readings.get(reader.thread());
        if (reading == null || reading.count != reader.readCount()) {
            reading = new Reading(reader.readCount(), now);
            readings.put(reader.thread(), reading);
        }
        return switch (reader.activity()) {
            case WAITING -> true;
            case PARKED -> false;
            case HANDLING, IDLE ->
                reader.looping() || now - reading.since <= entry.ending().stalledNanos();
        };
    }

    private record Reading(long count, long since) {}
}
