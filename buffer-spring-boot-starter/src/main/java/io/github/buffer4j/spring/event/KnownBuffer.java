package io.github.buffer4j.spring.event;

import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferInspection;
import io.github.buffer4j.spring.ClientStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was last known of a buffer. Publishes the differences to what is found later, without any lock held, but for the
 * one that only operators wait for. Thread-safe.
 */
final class KnownBuffer {

    private final BufferEntry entry;
    private final BufferEvents events;
    private final Burst overwriting = new Burst();

    /* Held while an operator changes the capacity, so that this change is not found as one of the application. */
    private final ReentrantLock resizing = new ReentrantLock();

    private boolean begun;
    private int capacity;
    private long overwritten;
    private boolean stalled;
    private boolean ended;
    private boolean unavailable;
    private boolean lost;
    private boolean detached;

    KnownBuffer(BufferEntry entry, BufferEvents events) {
        this.entry = entry;
        this.events = events;
    }

    /** Notes what is known at first. Returns false if something is known already. */
    synchronized boolean begin(BufferStats stats) {
        if (begun) {
            return false;
        }
        begun = true;
        capacity = stats.capacity();
        overwritten = stats.overwritten();
        ended = stats.state().isTerminal();
        return true;
    }

    /** Changes the capacity, and returns the one before. */
    int resize(int newCapacity, @Nullable String by) {
        int known;
        int before;
        resizing.lock();
        try {
            before = entry.buffer().capacity();
            entry.buffer().resize(newCapacity);
            known = exchangeCapacity(newCapacity, before);
        } finally {
            resizing.unlock();
        }
        publishResized(known, before, null);
        publishResized(before, newCapacity, by);
        return before;
    }

    /* Of a shared buffer, the capacity is the one of the statistics: another question is another command. */
    void noteCapacity(BufferStats stats) {
        if (resizing.tryLock()) {
            int before;
            int now;
            try {
                now = entry.isShared() ? stats.capacity() : entry.buffer().capacity();
                before = exchangeCapacity(now, now);
            } finally {
                resizing.unlock();
            }
            publishResized(before, now, null);
        }
    }

    private synchronized int exchangeCapacity(int newCapacity, int ifUnknown) {
        int before = begun ? capacity : ifUnknown;
        capacity = newCapacity;
        return before;
    }

    private void publishResized(int from, int to, @Nullable String by) {
        if (from != to) {
            publish(BufferEventKind.RESIZED, BufferEvents.details("by", by, "from", bound(from), "to", bound(to)));
        }
    }

    private static @Nullable Integer bound(int capacity) {
        return capacity == Integer.MAX_VALUE ? null : capacity;
    }

    void noteOverwrites(BufferStats stats, long nanoTime) {
        if (hasOverwritten(stats) && overwriting.begins(nanoTime)) {
            publish(BufferEventKind.OVERWRITING, Map.of("overwritten", stats.overwritten()));
        }
    }

    private synchronized boolean hasOverwritten(BufferStats stats) {
        boolean more = stats.overwritten() > overwritten;
        overwritten = stats.overwritten();
        return more;
    }

    void noteReaders(BufferInspection inspection) {
        if (hasTurned(inspection.stalled())) {
            if (inspection.stalled()) {
                publish(
                        BufferEventKind.READER_GONE,
                        Map.of("size", inspection.stats().size()));
            } else {
                publish(BufferEventKind.READER_BACK, Map.of());
            }
        }
    }

    private synchronized boolean hasTurned(boolean stalledNow) {
        boolean turned = stalled != stalledNow;
        stalled = stalledNow;
        return turned;
    }

    void noteEnd(BufferStats stats, @Nullable Throwable error) {
        if (!isLeft() && hasEnded(stats.state())) {
            String cause = error == null ? null : error.getClass().getName();
            if (stats.state() == BufferState.DRAINED) {
                publish(BufferEventKind.DRAINED, BufferEvents.details("error", cause));
            } else {
                publish(
                        BufferEventKind.CLOSED,
                        BufferEvents.details("error", cause, "dropped", stats.droppedOnClose()));
            }
        }
    }

    /** Publishes what has happened to the client of a shared buffer. */
    void noteClient(ClientStats stats) {
        clientEvents(stats).forEach(kind -> publish(kind, Map.of()));
    }

    private synchronized List<BufferEventKind> clientEvents(ClientStats stats) {
        List<BufferEventKind> kinds = new ArrayList<>();
        if (stats.lost() && !lost) {
            lost = true;
            kinds.add(BufferEventKind.LOST);
        }
        if (stats.detached() && !detached) {
            detached = true;
            kinds.add(BufferEventKind.DETACHED);
        }
        if (!detached && unavailable == stats.available()) {
            unavailable = !unavailable;
            kinds.add(unavailable ? BufferEventKind.UNAVAILABLE : BufferEventKind.AVAILABLE);
        }
        return kinds;
    }

    /* The state of a client that is lost or detached is no end of its buffer. */
    private boolean isLeft() {
        return entry.clientStats()
                .filter(stats -> stats.lost() || stats.detached())
                .isPresent();
    }

    private synchronized boolean hasEnded(BufferState state) {
        boolean endedNow = !ended && state.isTerminal();
        ended |= endedNow;
        return endedNow;
    }

    private void publish(BufferEventKind kind, Map<String, Object> details) {
        events.publish(entry.name(), kind, details);
    }
}
