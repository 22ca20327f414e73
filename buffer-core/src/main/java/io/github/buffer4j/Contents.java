package io.github.buffer4j;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is in a buffer, with its capacity and its totals: slots that update statistics and observers when something
 * enters or leaves. It depends neither on the buffer's state nor on waiting threads, and does not know what the slots
 * hold. Guarded by the buffer's lock.
 */
abstract class Contents extends Slots {

    /*
     * A subclass of Slots and a superclass of what it holds rather than a wrapper, which saves an indirection for each
     * call under the lock.
     *
     * Allocate before mutating, so that an OutOfMemoryError leaves everything unchanged: reserve room, record threads
     * and collect drops before anything enters or leaves.
     */

    final Ledger ledger = new Ledger();

    final @Nullable Observers observers;
    private final PeakSize peakSize = new PeakSize(System.nanoTime());
    private final ReaderThreads readerThreads;
    private final WriterThreads writerThreads;

    /* The number of slots to keep when something leaves, if the capacity permits. */
    private final int keptLength;

    /* The capacity as requested and reported. */
    private int capacity;

    /* The capacity, capped at the maximum array length. Writes are admitted up to it. */
    private int limit;

    /* The length below which removals do not shrink the array: the kept length, capped at the limit. */
    private int minLength;

    /**
     * Creates empty contents.
     *
     * @param room how many slots there are
     * @param readerThreads records the threads that read
     * @param writerThreads records the threads that write
     * @param observers notified when something enters or leaves, or null for none
     */
    Contents(Room room, ReaderThreads readerThreads, WriterThreads writerThreads, @Nullable Observers observers) {
        super(room.initialLength());
        this.keptLength = room.keptLength();
        this.readerThreads = readerThreads;
        this.writerThreads = writerThreads;
        this.observers = observers;
        setCapacity(room.capacity());
    }

    /**
     * How many slots there are.
     *
     * @param initialLength the number of slots that are allocated first
     * @param keptLength the number of slots to keep when something leaves
     * @param capacity how much fits
     */
    record Room(int initialLength, int keptLength, int capacity) {}

    /** Creates empty contents, with the arguments of the constructor. */
    interface Factory {
        Contents create(
                Room room, ReaderThreads readerThreads, WriterThreads writerThreads, @Nullable Observers observers);
    }

    /** Appends n entries of an array or another source, starting at an index. There must be room for them. */
    abstract void append(Object source, int offset, int n, @Nullable Object context);

    /** Copies the n oldest entries to an array or another target. */
    abstract void copyOldest(Object target, int offset, int n);

    /** Returns the age of the oldest entry in nanoseconds, 0 if there is none; empty if ages are not tracked. */
    OptionalLong oldestAge() {
        return OptionalLong.empty();
    }

    /** Passes the n oldest entries, which are about to be dropped, to the observers. */
    void noteDrops(int n, DropReason reason) {}

    final int capacity() {
        return capacity;
    }

    final int limit() {
        return limit;
    }

    /** Returns how many more entries fit; negative if the size exceeds the limit. */
    final int free() {
        return limit - size();
    }

    /** Changes the capacity without dropping anything. Releases an empty array that exceeds the new limit. */
    final void resize(int newCapacity) {
        setCapacity(newCapacity);
        if (isEmpty() && length() > limit) {
            releaseArray();
        }
        if (observers != null) {
            observers.resized(newCapacity, size());
        }
    }

    private void setCapacity(int newCapacity) {
        capacity = newCapacity;
        limit = Math.min(newCapacity, MAX_LENGTH);
        minLength = Math.min(keptLength, limit);
    }

    /** Returns how many entries readers have taken. */
    final long readCount() {
        return ledger.read(head());
    }

    /** Allocates slots for additional entries, as far as the limit permits, before others are evicted for them. */
    final void reserve(int wanted) {
        reserve((int) Math.min(limit, (long) size() + wanted), limit);
    }

    /** Prepares for n entries that are about to enter. There must be room for them. */
    final void beforeEntry(int n) {
        reserve(size() + n, limit);
        writerThreads.writes();
    }

    /** Records that entries were appended. */
    final void afterEntry() {
        peakSize.reached(size());
        if (observers != null) {
            observers.entered(tail(), size());
        }
    }

    /** Prepares for entries that the current thread is about to take, and of which it then has a number in hand. */
    final void beforeReading(int inHand) {
        if (!readerThreads.isLast(inHand)) {
            readerThreads.reads(inHand, readCount());
        }
    }

    /** Records that entries were taken. */
    final void afterReading() {
        noteExit(true);
        shrinkIfSparse();
    }

    /** Removes the n oldest entries, for a reader that then has the given number of them in hand. */
    final void remove(int n, int inHand) {
        beforeReading(inHand);
        remove(n);
        afterReading();
    }

    private void noteExit(boolean read) {
        if (observers != null) {
            observers.left(head(), size(), read);
        }
    }

    /** Removes the n oldest entries unread, because they are overwritten or discarded. */
    final void drop(int n, DropReason reason) {
        noteDrops(n, reason);
        remove(n);
        if (reason == DropReason.OVERWRITTEN) {
            ledger.overwritten += n;
            if (observers != null) {
                observers.overwritten(head());
            }
        } else {
            ledger.discarded += n;
            noteExit(false);
        }
        shrinkIfSparse();
    }

    /** Discards the oldest entries, at most the given number, and returns how many were discarded. */
    final int discard(int max) {
        int n = Math.min(max, size());
        drop(n, DropReason.DISCARDED);
        return n;
    }

    /** Removes everything unread, because the buffer is closed. */
    final void dropOnClose() {
        int n = size();
        noteDrops(n, DropReason.CLOSED);
        ledger.droppedOnClose += n;
        release();
        noteExit(false);
    }

    /** Records the size after entries were put back. */
    final void afterPutBack() {
        peakSize.reached(size());
        if (observers != null) {
            observers.sizeIs(size());
        }
    }

    /* Shrinks an array that is three quarters empty, or twice as long as the limit after a resize. */
    private void shrinkIfSparse() {
        int length = length();
        if (length > minLength) {
            int size = size();
            if (size <= length >> 2 || (size <= limit && limit <= length >> 1)) {
                shrink(Math.max(Math.max(minLength, size), Math.min(2 * size, limit)));
            }
        }
    }

    final BufferStats stats(WaitingSide writers, WaitingSide readers, BufferState state) {
        peakSize.look(size(), System.nanoTime());
        return new BufferStats(
                size(),
                capacity,
                peakSize.ever(),
                peakSize.recent(),
                ledger.written(tail()),
                readCount(),
                ledger.overwritten,
                ledger.discarded,
                ledger.droppedOnClose,
                ledger.rejected,
                writers.waiting(),
                readers.waiting(),
                writers.blockedCount(),
                writers.blockedNanos(),
                readers.blockedCount(),
                readers.blockedNanos(),
                oldestAge(),
                state);
    }
}
