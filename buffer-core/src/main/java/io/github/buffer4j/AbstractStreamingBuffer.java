package io.github.buffer4j;

import static io.github.buffer4j.Arguments.requireInRange;
import static io.github.buffer4j.Arguments.requireNotNegative;
import static io.github.buffer4j.RelayCondition.FOREVER;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine of all buffers, whatever they hold: what a full buffer does, the states, and the calls that transfer a run
 * or concern both ends. They run under one lock.
 */
abstract class AbstractStreamingBuffer extends Monitor implements StreamingBuffer {

    /*
     * A monitor: one lock, two sides, cascaded signals. The lock guards all mutable state. Waiting and signalling are
     * described in Monitor.
     *
     * Invariants while the lock is free:
     *   size <= limit, except after a shrinking resize or after elements were put back
     *   written == read + overwritten + discarded + droppedOnClose + size
     *     (written and read are not stored but derived from the sequence numbers: see Ledger)
     *   DRAINING implies size > 0; DRAINED and CLOSED imply size == 0 and no storage
     *   a writer that holds the turn spins, waits on turnHolderRoomFreed or was signalled there
     *
     * Signalling: a call that may change something releases the lock with unlock(), which signals. A call that changes
     * nothing uses lock.unlock().
     *
     * Out of memory: allocate before mutating, so that an OutOfMemoryError leaves the buffer unchanged.
     */

    private final String name;
    private final BufferKind kind;

    /* What the buffer holds, for messages: in the singular. */
    private final String unit;

    /* The error that ended the stream, if any: reported to readers after the last element, to writers at once. */
    private @Nullable Throwable error;

    /**
     * Creates an open, empty buffer.
     *
     * @param options the builder's options
     * @param kind what the buffer does when it is full
     * @param unit what the buffer holds, in the singular
     * @param drops where elements go that leave unread, or null
     * @param room how much fits
     * @param factory creates the contents
     */
    AbstractStreamingBuffer(
            Options options,
            BufferKind kind,
            String unit,
            @Nullable Drops<?> drops,
            Contents.Room room,
            Contents.Factory factory) {
        super(options, drops, room, factory);
        this.name = options.name();
        this.kind = kind;
        this.unit = unit;
    }

    /** Returns the room of a buffer that is not growable, or throws {@link IllegalArgumentException}. */
    static Contents.Room room(int initialCapacity, int capacity) {
        requireInRange("capacity", capacity, BufferBuilder.MAX_CAPACITY);
        return new Contents.Room(initialCapacity, BufferBuilder.MAX_CAPACITY, capacity);
    }

    /** Returns the room of a growable buffer, or throws {@link IllegalArgumentException}. */
    static Contents.Room growableRoom(int initialCapacity, int maxCapacity) {
        requireMaxCapacity("maxCapacity", maxCapacity);
        requireInRange("initialCapacity", initialCapacity, Math.min(maxCapacity, BufferBuilder.MAX_CAPACITY));
        return new Contents.Room(initialCapacity, initialCapacity, maxCapacity);
    }

    private static void requireMaxCapacity(String what, int maxCapacity) {
        if (maxCapacity != Integer.MAX_VALUE) {
            requireInRange(what, maxCapacity, BufferBuilder.MAX_CAPACITY);
        }
    }

    // The behaviour of a full buffer. Called with the lock held, while the buffer is open.

    /* Returns whether a bulk write of this length may begin: one that makes the buffer grow does so at once. */
    private boolean admitsRun(int length) {
        return kind != BufferKind.GROWABLE || length <= room();
    }

    /* Waits until there is room; returns false on time-out, if writing has ended or if no wait can help. */
    private boolean awaitRoom(long nanos, boolean midRun) throws InterruptedException {
        return kind == BufferKind.BLOCK && awaitRoomFreed(nanos, midRun);
    }

    /** Returns how many of the wanted ones, 0 or more, can enter without waiting. A ring evicts others for them. */
    final int admitUpTo(int wanted) {
        if (kind == BufferKind.RING) {
            evictFor(wanted);
        }
        return Math.max(0, Math.min(wanted, room()));
    }

    private void evictFor(int wanted) {
        int evicted = Math.min(contents.size(), wanted - room());
        if (evicted > 0) {
            contents.reserve(wanted);
            contents.drop(evicted, DropReason.OVERWRITTEN);
        }
    }

    /** Returns how many of the oldest must be evicted so that the size fits a capacity. */
    final int evictionsFor(int size, int capacity) {
        return kind == BufferKind.RING ? Math.max(0, size - capacity) : 0;
    }

    /* A reader that spins until a ring is full would lose what is overwritten before it reads. */
    @Override
    final int readAheadTarget() {
        return kind == BufferKind.RING ? Math.max(1, contents.limit() / 2) : contents.limit();
    }

    private void requireCapacity(int capacity) {
        if (kind == BufferKind.GROWABLE) {
            requireMaxCapacity("capacity", capacity);
        } else {
            requireInRange("capacity", capacity, BufferBuilder.MAX_CAPACITY);
        }
    }

    // Writing

    /** Writes a run of one or more, all of them or throws an exception. */
    final void writeRun(Object source, int offset, int length, @Nullable Object context) throws InterruptedException {
        boolean open;
        int written = 0;
        try {
            acquireInterruptibly();
            try {
                if (state == BufferState.OPEN && admitsRun(length)) {
                    contents.reserve(length);
                    for (int n;
                            written < length && (n = awaitAdmission(length - written, FOREVER, written > 0)) > 0;
                            written += n) {
                        contents.append(source, offset + written, n, context);
                    }
                }
                reject(length - written);
                open = state == BufferState.OPEN;
            } finally {
                unlock();
            }
        } catch (InterruptedException e) {
            throw interrupted(e, written, length);
        }
        if (written < length) {
            throw refusal(open, written, length);
        }
    }

    private InterruptedException interrupted(InterruptedException e, int written, int length) {
        return (InterruptedException) new InterruptedWriteException(written, length, unit).initCause(e);
    }

    /** Writes as many of a run of one or more as fit at once, and returns how many. */
    final int offerRun(Object source, int offset, int length, @Nullable Object context) {
        acquire();
        try {
            int written = 0;
            if (state == BufferState.OPEN) {
                for (int n; written < length && (n = admitUpTo(length - written)) > 0; written += n) {
                    contents.append(source, offset + written, n, context);
                }
            }
            reject(length - written);
            return written;
        } finally {
            unlock();
        }
    }

    /** Writes a run of one or more in the given time, as much of it as possible, and returns how many were written. */
    final int offerRun(Object source, int offset, int length, long nanos) throws InterruptedException {
        long wait = Math.max(0, nanos);
        long begin = System.nanoTime();
        int written = 0;
        try {
            acquireInterruptibly();
            try {
                if (state == BufferState.OPEN) {
                    contents.reserve(length);
                    for (int n; written < length; written += n) {
                        long left = wait - (System.nanoTime() - begin);
                        n = awaitAdmission(length - written, left, written > 0);
                        if (n == 0) {
                            break;
                        }
                        contents.append(source, offset + written, n, null);
                    }
                }
                reject(length - written);
                return written;
            } finally {
                unlock();
            }
        } catch (InterruptedException e) {
            throw interrupted(e, written, length);
        }
    }

    /** Counts those that did not enter, unless there are none. */
    final void reject(int n) {
        contents.ledger.rejected += n;
        if (n > 0 && state != BufferState.OPEN) {
            writerThreads.refused();
        }
    }

    /** Returns how many of those that are wanted can enter, after waiting if necessary; 0 if none can. */
    final int awaitAdmission(int wanted, long nanos, boolean midRun) throws InterruptedException {
        int n = admitUpTo(wanted);
        return n == 0 && awaitRoom(nanos, midRun) ? admitUpTo(wanted) : n;
    }

    /** Returns the exception for a run of which only some were written. Call without the lock. */
    final RuntimeException refusal(boolean open, int written, int length) {
        return open
                ? new BufferFullException(
                        "No room in " + this + " for " + length + " " + unit + (length == 1 ? "" : "s"))
                : new BufferClosedException(
                        "Cannot write to " + this + ": " + written + " of " + length + " " + unit + "s were written",
                        error(),
                        written);
    }

    // Reading

    /**
     * Reads a run of one or more: what is there, after waiting if necessary. Returns -1 at the end of the stream, and 0
     * on time-out.
     */
    final int readRun(Object target, int offset, int length, long nanos) throws InterruptedException {
        acquireInterruptibly();
        try {
            if (awaitElement(nanos)) {
                int n = Math.min(length, contents.size());
                contents.copyOldest(target, offset, n);
                remove(n, n);
                return n;
            }
            if (state == BufferState.OPEN) {
                return 0;
            }
            if (hasEndedCleanly()) {
                return -1;
            }
        } finally {
            unlock();
        }
        throw endedByError();
    }

    /**
     * Implements {@link BufferReader#discard} for all units.
     *
     * @param max how many to skip at most, 0 or more
     * @return how many were skipped
     */
    public int discard(int max) {
        requireNotNegative("max", max);
        lock.lock();
        try {
            readerThreads.comesBy(contents.readCount());
            return discardOldest(max);
        } finally {
            unlock();
        }
    }

    /** Returns whether the stream ended without an error. Call with the lock held, when nothing more can arrive. */
    final boolean hasEndedCleanly() {
        return state == BufferState.DRAINED && error == null;
    }

    final BufferClosedException endedByError() {
        return new BufferClosedException("Cannot read from " + this, error(), 0);
    }

    // Both ends

    @Override
    public int size() {
        lock.lock();
        try {
            return contents.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int capacity() {
        lock.lock();
        try {
            return contents.capacity();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int reset() {
        lock.lock();
        try {
            return discardOldest(Integer.MAX_VALUE);
        } finally {
            unlock();
        }
    }

    @Override
    public void resize(int capacity) {
        requireCapacity(capacity);
        lock.lock();
        try {
            if (!state.isTerminal()) {
                int evicted = evictionsFor(contents.size(), capacity);
                contents.resize(capacity);
                if (evicted > 0) {
                    contents.drop(evicted, DropReason.DISCARDED);
                }
                return;
            }
        } finally {
            unlock();
        }
        throw new BufferClosedException("Cannot resize " + this, error(), 0);
    }

    @Override
    public boolean closeWrite() {
        return closeWriteWith(null);
    }

    @Override
    public boolean closeWrite(Throwable cause) {
        return closeWriteWith(Objects.requireNonNull(cause, "cause"));
    }

    private boolean closeWriteWith(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (state != BufferState.OPEN) {
                return false;
            }
            error = cause;
            endWriting();
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public void close() {
        closeWithError(null);
    }

    @Override
    public boolean closeWithError(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (state.isTerminal()) {
                return false;
            }
            contents.dropOnClose();
            if (error == null) {
                error = cause;
            }
            end(BufferState.CLOSED);
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (!state.isTerminal() && left > 0) {
                left = terminated.await(left);
            }
            return state.isTerminal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Throwable error() {
        lock.lock();
        try {
            return error;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferStats stats() {
        lock.lock();
        try {
            return contents.stats(writers, readers, state);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable LongConsumer residenceListener() {
        return observers == null ? null : observers.residenceListener();
    }

    @Override
    public String name() {
        return name;
    }

    /** Returns the kind, the name, the size, the capacity and the state, for logs and messages. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return getClass().getSimpleName() + "[name=" + name + ", size=" + contents.size() + ", capacity="
                    + contents.capacity() + ", state=" + state + "]";
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferActivity activity() {
        return threads.activity();
    }

    @Override
    public BufferKind kind() {
        return kind;
    }
}
