package io.github.buffer4j;

import org.jspecify.annotations.Nullable;

/**
 * The elements of a buffer with its capacity and its totals: a storage that updates statistics and observers when
 * elements enter and leave. It depends neither on the buffer's state nor on waiting threads. Guarded by the buffer's
 * lock.
 *
 * @param <E> the type of the elements
 */
final class Contents<E> extends Storage<E> {

    /*
     * A subclass of Storage rather than a wrapper, which saves an indirection for each call under the lock.
     *
     * Allocate before mutating, so that an OutOfMemoryError leaves everything unchanged: reserve room, record threads
     * and collect drops before an element enters or leaves.
     */

    final Scratch scratch = new Scratch();
    final Ledger ledger = new Ledger();

    private final PeakSize peakSize = new PeakSize(System.nanoTime());
    private final ReaderThreads readerThreads;
    private final WriterThreads writerThreads;
    private final @Nullable Observers<E> observers;

    /* The number of slots to keep when elements leave, if the capacity permits. */
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
     * @param options the builder's options
     * @param keepsContexts whether to store a context with each element
     * @param initialLength the number of slots that the first element allocates
     * @param keptLength the number of slots to keep when elements leave
     * @param capacity how many elements fit
     * @param readerThreads records the threads that take elements
     * @param writerThreads records the threads that append elements
     * @param observers notified when elements enter and leave, or null for none
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

    /** Returns how many more elements fit; negative if the size exceeds the limit. */
    int free() {
        return limit - size();
    }

    /** Changes the capacity without dropping elements. Releases an empty array that exceeds the new limit. */
    void resize(int newCapacity) {
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
        limit = Math.min(newCapacity, Storage.MAX_LENGTH);
        minLength = Math.min(keptLength, limit);
    }

    /** Returns how many elements readers have taken. */
    long readCount() {
        return ledger.read(head());
    }

    /** Allocates slots for additional elements, as far as the limit permits, before others are evicted for them. */
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

    /** Appends n elements of an array, starting at an index, with a common context. There must be room for them. */
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

    /** Removes and returns the oldest element, for a reader. There must be one. */
    @Override
    E take() {
        noteReader(1);
        E element = super.take();
        noteExit(true);
        shrinkIfSparse();
        return element;
    }

    /** Removes the n oldest elements, for a reader that then has the given number of elements in hand. */
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

    /** Discards the oldest elements, at most the given number, and returns how many were discarded. */
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

    /** Releases the elements and all memory permanently. The elements must have been counted before. */
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
     * Puts back n elements of an array, starting at an index, except for the first {@code lost} ones, which are
     * discarded. They originally had the given sequence number and the following ones.
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

    /** Discards n elements of an array, starting at an index, that cannot be put back for lack of memory. */
    void discardTaken(@Nullable Object[] source, int from, int n) {
        ledger.putBack += n;
        ledger.discarded += n;
        if (observers != null) {
            observers.dropped(source, from, n, DropReason.DISCARDED);
        }
    }

    /** Returns the element at an index, counted from the oldest, with its number and context. It must exist. */
    Envelope<E> envelope(int index) {
        return new Envelope<>(get(index), head() + index, context(index));
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
