package io.github.buffer4j;

import org.jspecify.annotations.Nullable;

/**
 * What a buffer holds and how much it may hold: a storage that keeps the books when elements enter and leave. It knows
 * no state and no waiting thread. Guarded by the buffer's lock.
 *
 * @param <E> the type of the elements
 */
final class Contents<E> extends Storage<E> {

    /*
     * A subclass of Storage and not its owner, so that a call under the lock reaches the slots without another hop.
     *
     * Allocate before mutating: an OutOfMemoryError leaves everything unchanged. So room is reserved, threads are noted
     * and drops are collected before an element enters or leaves.
     */

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
     * @param options the builder's options
     * @param keepsContexts whether a context is kept with each element
     * @param initialLength the slots that the first element brings
     * @param keptLength the slots that stay when elements leave
     * @param capacity how many elements fit
     * @param readerThreads learns who takes elements
     * @param writerThreads learns who appends elements
     * @param observers learn what enters and leaves
     */
    Contents(
            BufferBuilder<E> options,
            boolean keepsContexts,
            int initialLength,
            int keptLength,
            int capacity,
            ReaderThreads readerThreads,
            WriterThreads writerThreads,
            @Nullable Observers<E> observers) {
        super(initialLength, options.trackAge(), keepsContexts);
        this.keptLength = keptLength;
        this.readerThreads = readerThreads;
        this.writerThreads = writerThreads;
        this.observers = observers;
        setCapacity(capacity);
    }

    int capacity() {
        return capacity;
    }

    int limit() {
        return limit;
    }

    /** Returns how many more elements fit; negative if there are more than the limit. */
    int free() {
        return limit - size();
    }

    /** Changes the capacity, which drops nothing. An empty storage that is too long for it is given up. */
    void resize(int newCapacity) {
        setCapacity(newCapacity);
        if (isEmpty() && length() > limit) {
            releaseArray();
        }
    }

    private void setCapacity(int newCapacity) {
        capacity = newCapacity;
        limit = Math.min(newCapacity, Storage.MAX_LENGTH);
        minLength = Math.min(keptLength, limit);
    }

    /** Returns how many elements readers have taken. */
    long readCount() {
        return ledger.read(head());
    }

    /** Provides slots for so many elements more, or for as many as fit, before anything makes room for them. */
    void reserve(int wanted) {
        reserve((int) Math.min(limit, (long) size() + wanted), limit);
    }

    /** Appends an element. There must be room for it. */
    @Override
    void append(E element, @Nullable Object context) {
        reserve(size() + 1, limit);
        writerThreads.writes();
        super.append(element, context);
        noteEntry();
    }

    /** Appends n elements of an array, from an index on, which share a context. There must be room for them. */
    @Override
    void append(E[] source, int offset, int n, @Nullable Object context) {
        reserve(size() + n, limit);
        writerThreads.writes();
        super.append(source, offset, n, context);
        noteEntry();
    }

    private void noteEntry() {
        peakSize.reached(size());
        if (observers != null) {
            observers.entered(tail(), size());
        }
    }

    /** Removes the oldest element, for a reader. There must be one. */
    @Override
    E take() {
        noteReader(1);
        E element = super.take();
        noteExit(true);
        shrinkIfSparse();
        return element;
    }

    /** Removes the n oldest elements, for a reader that then has so many in hand. */
    void remove(int n, int inHand) {
        noteReader(inHand);
        remove(n);
        noteExit(true);
        shrinkIfSparse();
    }

    private void noteReader(int inHand) {
        if (!readerThreads.isLast(inHand)) {
            readerThreads.reads(inHand, readCount());
        }
    }

    private void noteExit(boolean read) {
        if (observers != null) {
            observers.left(head(), size(), read);
        }
    }

    /** Removes the n oldest elements unread, because they are overwritten or discarded. */
    void drop(int n, DropReason reason) {
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

    /** Gives up all memory for ever, and the elements, which are in the books already. */
    @Override
    void release() {
        super.release();
        scratch.retire();
    }

    private void noteDrops(int n, DropReason reason) {
        if (observers != null && observers.seeDrops()) {
            observers.dropped(copyOldest(n), 0, n, reason);
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
        reserve(size() + kept, limit);
        if (observers != null) {
            observers.dropped(source, from, lost, DropReason.DISCARDED);
        }
        ledger.putBack += n;
        ledger.discarded += lost;
        putBack(source, sourceContexts, from + lost, kept, number + lost);
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
        return new Envelope<>(get(index), head() + index, context(index));
    }

    /* Shortens an array that is three quarters empty, or that a resize has left twice as long as the capacity. */
    private void shrinkIfSparse() {
        int length = length();
        if (length > minLength) {
            int size = size();
            if (size <= length >> 2 || (size <= limit && limit <= length >> 1)) {
                shrink(Math.max(Math.max(minLength, size), Math.min(2 * size, limit)));
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
