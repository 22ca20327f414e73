package io.github.buffer4j;

import org.jspecify.annotations.Nullable;

/**
 * What a buffer holds and how much it may hold: the storage, with what is noted when elements enter and leave. Knows no
 * state and no waiting thread. Guarded by the buffer's lock.
 *
 * @param <E> the type of the elements
 */
final class Contents<E> {

    /*
     * Allocate before mutating: an OutOfMemoryError leaves everything unchanged. So room is reserved, threads are noted
     * and drops are collected before an element enters or leaves.
     */

    final Storage<E> storage;
    final Scratch scratch = new Scratch();
    final Ledger ledger = new Ledger();

    private final PeakSize peakSize = new PeakSize(System.nanoTime());
    private final ReaderThreads readerThreads;
    private final WriterThreads writerThreads;
    private final @Nullable Observers<E> observers;

    /* How many slots stay when elements leave, while the capacity allows it. */
    private final int keptLength;

    /* What the user has asked for, and is told. */
    private int capacity;

    /* The capacity, but no more than an array can have: writes are admitted up to it. */
    private int limit;

    /* A removal does not shrink the array below this: the kept length, but no more than the limit. */
    private int minLength;

    /**
     * Creates empty contents.
     *
     * @param storage an empty storage
     * @param keptLength the slots that stay when elements leave
     * @param capacity how many elements fit
     * @param readerThreads learns who takes elements
     * @param writerThreads learns who appends elements
     * @param observers learn what enters and leaves
     */
    Contents(
            Storage<E> storage,
            int keptLength,
            int capacity,
            ReaderThreads readerThreads,
            WriterThreads writerThreads,
            @Nullable Observers<E> observers) {
        this.storage = storage;
        this.keptLength = keptLength;
        this.readerThreads = readerThreads;
        this.writerThreads = writerThreads;
        this.observers = observers;
        setCapacity(capacity);
    }

    int size() {
        return storage.size();
    }

    boolean isEmpty() {
        return storage.isEmpty();
    }

    int capacity() {
        return capacity;
    }

    int limit() {
        return limit;
    }

    /** Returns how many more elements fit; negative if there are more than the limit. */
    int free() {
        return limit - storage.size();
    }

    /** Changes the capacity, which drops nothing. An empty storage that is too long for it is given up. */
    void resize(int newCapacity) {
        setCapacity(newCapacity);
        if (storage.isEmpty() && storage.length() > limit) {
            storage.releaseArray();
        }
    }

    private void setCapacity(int newCapacity) {
        capacity = newCapacity;
        limit = Math.min(newCapacity, Storage.MAX_LENGTH);
        minLength = Math.min(keptLength, limit);
    }

    /** Returns how many elements readers have taken. */
    long readCount() {
        return ledger.read(storage.head());
    }

    /** Provides slots for so many elements more, or for as many as fit, before anything makes room for them. */
    void reserve(int wanted) {
        storage.reserve((int) Math.min(limit, (long) size() + wanted), limit);
    }

    /** Appends an element. There must be room for it. */
    void append(E element, @Nullable Object context) {
        storage.reserve(size() + 1, limit);
        writerThreads.writes();
        storage.append(element, context);
        noteEntry();
    }

    /** Appends n elements of an array, from an index on, which share a context. There must be room for them. */
    void append(E[] source, int offset, int n, @Nullable Object context) {
        storage.reserve(size() + n, limit);
        writerThreads.writes();
        storage.append(source, offset, n, context);
        noteEntry();
    }

    private void noteEntry() {
        peakSize.reached(size());
        if (observers != null) {
            observers.entered(storage.tail(), size());
        }
    }

    /** Removes the oldest element, for a reader. There must be one. */
    E take() {
        noteReader(1);
        E element = storage.take();
        noteExit(true);
        shrink();
        return element;
    }

    /** Removes the n oldest elements, for a reader that then has so many in hand. */
    void remove(int n, int inHand) {
        noteReader(inHand);
        storage.remove(n);
        noteExit(true);
        shrink();
    }

    private void noteReader(int inHand) {
        if (!readerThreads.isLast(inHand)) {
            readerThreads.reads(inHand, readCount());
        }
    }

    private void noteExit(boolean read) {
        if (observers != null) {
            observers.left(storage.head(), size(), read);
        }
    }

    /** Removes the n oldest elements unread, because they are overwritten or discarded. */
    void drop(int n, DropReason reason) {
        noteDrops(n, reason);
        storage.remove(n);
        if (reason == DropReason.OVERWRITTEN) {
            ledger.overwritten += n;
            if (observers != null) {
                observers.overwritten(storage.head());
            }
        } else {
            ledger.discarded += n;
            noteExit(false);
        }
        shrink();
    }

    /** Discards at most so many of the oldest elements, and returns how many. */
    int discard(int max) {
        int n = Math.min(max, size());
        drop(n, DropReason.DISCARDED);
        return n;
    }

    /** Removes all elements unread, because the buffer is closed. */
    void dropOnClose() {
        int n = size();
        noteDrops(n, DropReason.CLOSED);
        ledger.droppedOnClose += n;
        release();
        noteExit(false);
    }

    /** Gives up all memory, for ever. There must be no element, or none that is not accounted for. */
    void release() {
        storage.release();
        scratch.retire();
    }

    private void noteDrops(int n, DropReason reason) {
        if (observers != null && observers.seeDrops()) {
            observers.dropped(storage.copyOldest(n), 0, n, reason);
        }
    }

    /**
     * Puts n elements of an array, from an index on, back to the front, except for the first ones, which are discarded.
     * They once had the given number and those after it.
     */
    void putBack(
            @Nullable Object[] source,
            @Nullable Object @Nullable [] sourceContexts,
            int from,
            int n,
            int lost,
            long number) {
        int kept = n - lost;
        storage.reserve(size() + kept, limit);
        if (observers != null) {
            observers.dropped(source, from, lost, DropReason.DISCARDED);
        }
        ledger.putBack += n;
        ledger.discarded += lost;
        storage.putBack(source, sourceContexts, from + lost, kept, number + lost);
        peakSize.reached(size());
        if (observers != null) {
            observers.sizeIs(size());
        }
    }

    /** Discards n elements of an array, from an index on, that cannot be put back as there is no memory for them. */
    void discardTaken(@Nullable Object[] source, int from, int n) {
        ledger.putBack += n;
        ledger.discarded += n;
        if (observers != null) {
            observers.dropped(source, from, n, DropReason.DISCARDED);
        }
    }

    /** Returns an element, counted from the oldest one, with its number and context. It must exist. */
    Envelope<E> envelope(int index) {
        return new Envelope<>(storage.get(index), storage.head() + index, storage.context(index));
    }

    /* Shortens an array that is three quarters empty, or that a resize has left twice as long as the capacity. */
    private void shrink() {
        int length = storage.length();
        if (length > minLength) {
            int size = size();
            if (size <= length >> 2 || (size <= limit && limit <= length >> 1)) {
                storage.shrink(Math.max(Math.max(minLength, size), Math.min(2 * size, limit)));
            }
        }
    }

    BufferStats stats(WaitingSide writers, WaitingSide readers, BufferState state) {
        peakSize.look(size(), System.nanoTime());
        return new BufferStats(
                size(),
                capacity,
                peakSize.ever(),
                peakSize.recent(),
                ledger.written(storage.tail()),
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
                storage.oldestAge(),
                state);
    }
}
