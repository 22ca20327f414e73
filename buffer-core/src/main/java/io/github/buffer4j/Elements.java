package io.github.buffer4j;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a buffer in order, with their contexts and ages if these are stored. Guarded by the buffer's lock.
 *
 * @param <E> the type of the elements
 */
final class Elements<E> extends Contents {

    /*
     * Invariants:
     *   slots that are not in use are null
     *   contexts, if there are any, are in the same slots as their elements
     *
     * Between mutations that belong together no method is called: a StackOverflowError leaves at worst some removed
     * elements uncleared.
     */

    private static final Object[] NO_SLOTS = {};

    final Scratch scratch = new Scratch();

    private final boolean keepsContexts;
    private final @Nullable Ages ages;
    private @Nullable Object[] elements = NO_SLOTS;
    private @Nullable Object @Nullable [] contexts;

    /**
     * Creates an empty storage.
     *
     * @param options the builder's options
     * @param room how many slots there are
     * @param readerThreads records the threads that take elements
     * @param writerThreads records the threads that append elements
     * @param observers notified when elements enter and leave, or null for none
     */
    Elements(
            BufferBuilder<E> options,
            Room room,
            ReaderThreads readerThreads,
            WriterThreads writerThreads,
            @Nullable Observers observers) {
        super(room, readerThreads, writerThreads, observers);
        this.keepsContexts = options.keepsContexts();
        this.ages = options.trackAge() ? new Ages() : null;
    }

    @Override
    OptionalLong oldestAge() {
        if (ages == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(isEmpty() ? 0 : System.nanoTime() - ages.at(head));
    }

    /** Appends an element. There must be room for it. */
    void append(E element, @Nullable Object context) {
        beforeEntry(1);
        int slot = slot(size());
        if (ages != null) {
            ages.enter(tail, 1);
        }
        if (contexts != null) {
            contexts[slot] = context;
        }
        elements[slot] = element;
        tail++;
        afterEntry();
    }

    /** Appends n elements of an array, 1 or more, starting at an index, with a common context. There must be room. */
    @Override
    void append(Object source, int offset, int n, @Nullable Object context) {
        beforeEntry(n);
        int slot = slot(size());
        store((Object[]) source, offset, elements, slot, n);
        if (contexts != null) {
            fill(contexts, slot, n, context);
        }
        if (ages != null) {
            ages.enter(tail, n);
        }
        tail += n;
        afterEntry();
    }

    /**
     * Puts back n elements of an array, starting at an index, with their contexts if contexts are stored, except for
     * the first {@code lost} ones, which are discarded. They originally had the given sequence number and the following
     * ones, and keep the ages that were recorded for these.
     */
    void putBack(
            @Nullable Object[] source,
            @Nullable Object @Nullable [] sourceContexts,
            int from,
            int n,
            int lost,
            long number) {
        int kept = n - lost;
        reserve(size() + kept, limit());
        noteDropped(source, from, lost, DropReason.DISCARDED);
        ledger.putBack += n;
        ledger.discarded += lost;
        int slot = slot(length() - kept);
        store(source, from + lost, elements, slot, kept);
        if (contexts != null && sourceContexts != null) {
            store(sourceContexts, from + lost, contexts, slot, kept);
        }
        if (ages != null) {
            ages.putBack(head, tail, number + lost, kept);
        }
        first = slot;
        head -= kept;
        afterPutBack();
    }

    /** Discards n elements of an array, starting at an index, that cannot be put back for lack of memory. */
    void discardTaken(@Nullable Object[] source, int from, int n) {
        ledger.putBack += n;
        ledger.discarded += n;
        noteDropped(source, from, n, DropReason.DISCARDED);
    }

    /** Removes and returns the oldest element, for a reader. There must be one. */
    E take() {
        beforeReading(1);
        int next = slot(1);
        E element = cast(elements[first]);
        elements[first] = null;
        if (contexts != null) {
            contexts[first] = null;
        }
        first = next;
        head++;
        afterReading();
        return element;
    }

    /** Returns the element at an index, counted from the oldest. It must exist. */
    E get(int index) {
        return cast(elements[slot(index)]);
    }

    @Nullable
    Object context(int index) {
        return contexts == null ? null : contexts[slot(index)];
    }

    /** Returns the element at an index, counted from the oldest, with its number and context. It must exist. */
    Envelope<E> envelope(int index) {
        return new Envelope<>(get(index), head() + index, context(index));
    }

    /**
     * Copies the n oldest elements. The result is an {@code Object[]}: it must not leave the package as an {@code E[]}.
     */
    @SuppressWarnings("unchecked")
    E[] copyOldest(int n) {
        Object[] copy = new Object[n];
        copy(elements, copy, 0, n);
        return (E[]) copy;
    }

    @Override
    void copyOldest(Object target, int offset, int n) {
        copy(elements, (@Nullable Object[]) target, offset, n);
    }

    /** Copies the contexts of the n oldest elements; returns null if there are none. */
    @Nullable
    Object @Nullable [] copyContexts(int n) {
        if (contexts == null) {
            return null;
        }
        @Nullable Object[] copy = new Object[n];
        copy(contexts, copy, 0, n);
        return copy;
    }

    @Override
    void noteDrops(int n, DropReason reason) {
        if (observers != null && observers.seeDrops()) {
            observers.dropped(copyOldest(n), 0, n, reason);
        }
    }

    private void noteDropped(@Nullable Object[] source, int from, int n, DropReason reason) {
        if (observers != null) {
            observers.dropped(source, from, n, reason);
        }
    }

    /** Releases the elements and all memory permanently. The elements must have been counted before. */
    @Override
    void release() {
        super.release();
        if (ages != null) {
            ages.release();
        }
        scratch.retire();
    }

    @Override
    void copyToArray(int newLength) {
        int size = size();
        @Nullable Object[] newElements = new Object[newLength];
        @Nullable Object[] newContexts = keepsContexts ? new Object[newLength] : null;
        if (ages != null) {
            ages.resize(newLength, tail);
        }
        copy(elements, newElements, 0, size);
        if (contexts != null && newContexts != null) {
            copy(contexts, newContexts, 0, size);
        }
        elements = newElements;
        contexts = newContexts;
    }

    @Override
    void clear(int slot, int n) {
        fill(elements, slot, n, null);
        if (contexts != null) {
            fill(contexts, slot, n, null);
        }
    }

    @Override
    void forgetArray() {
        elements = NO_SLOTS;
        contexts = null;
    }

    /* Copies the n oldest entries of a circular array to a plain one. */
    private void copy(@Nullable Object[] source, @Nullable Object[] target, int offset, int n) {
        int beforeEnd = beforeEnd(first, n);
        System.arraycopy(source, first, target, offset, beforeEnd);
        System.arraycopy(source, 0, target, offset + beforeEnd, n - beforeEnd);
    }

    private void store(@Nullable Object[] source, int offset, @Nullable Object[] target, int slot, int n) {
        int beforeEnd = beforeEnd(slot, n);
        System.arraycopy(source, offset, target, slot, beforeEnd);
        System.arraycopy(source, offset + beforeEnd, target, 0, n - beforeEnd);
    }

    private void fill(@Nullable Object[] target, int slot, int n, @Nullable Object value) {
        int beforeEnd = beforeEnd(slot, n);
        Arrays.fill(target, slot, slot + beforeEnd, value);
        Arrays.fill(target, 0, n - beforeEnd, value);
    }

    @SuppressWarnings("unchecked")
    private E cast(Object element) {
        return (E) element;
    }
}
