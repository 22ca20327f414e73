package io.github.buffer4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A circular array of elements, in order. It does not depend on threads, capacity, state or kind of the buffer. Guarded
 * by the buffer's lock, except for {@link #headNow} and {@link #tailNow}.
 *
 * <p>The array is allocated with the first element, and grows by half when it is full.
 *
 * @param <E> the type of the elements
 */
class Storage<E> {

    /*
     * Elements are numbered in the order in which they enter: tail is the number of the next element to enter, head
     * that of the oldest remaining one. Elements that are put back get the numbers before head. The numbers may
     * overflow: only their difference matters.
     *
     * Invariants:
     *   0 <= tail - head <= elements.length
     *   the live elements are the tail - head slots that start at first and wrap around; every other slot is null
     *   contexts, if there are any, are in the same slots as their elements
     *
     * Allocate before mutating, and call no method between mutations that belong together: an OutOfMemoryError then
     * leaves everything unchanged, and a StackOverflowError at worst some removed elements uncleared.
     */

    /** The maximum length: the sum of two slot indices does not overflow an int. */
    static final int MAX_LENGTH = 1 << 30;

    private static final Object[] NO_SLOTS = {};

    private static final VarHandle HEAD = field("head");
    private static final VarHandle TAIL = field("tail");

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(Storage.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int initialLength;
    private final boolean keepsContexts;
    private final @Nullable Ages ages;
    private @Nullable Object[] elements = NO_SLOTS;
    private @Nullable Object @Nullable [] contexts;
    private int first;

    /* Not private, because tests start with other numbers. */
    long head;
    long tail;

    /**
     * Creates an empty storage.
     *
     * @param initialLength the length of the first array, at least 1
     * @param tracksAge whether to record when each element enters
     * @param keepsContexts whether to store a context with each element
     */
    Storage(int initialLength, boolean tracksAge, boolean keepsContexts) {
        this.initialLength = initialLength;
        this.keepsContexts = keepsContexts;
        this.ages = tracksAge ? new Ages() : null;
    }

    int size() {
        return (int) (tail - head);
    }

    boolean isEmpty() {
        return head == tail;
    }

    int length() {
        return elements.length;
    }

    long head() {
        return head;
    }

    long tail() {
        return tail;
    }

    /** Returns a recent value of {@link #head()}. Needs no lock. */
    long headNow() {
        return (long) HEAD.getOpaque(this);
    }

    /** Returns a recent value of {@link #tail()}. Needs no lock. */
    long tailNow() {
        return (long) TAIL.getOpaque(this);
    }

    /** Returns the age of the oldest element in nanoseconds, 0 if there is none; empty if ages are not tracked. */
    OptionalLong oldestAge() {
        if (ages == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(isEmpty() ? 0 : System.nanoTime() - ages.at(head));
    }

    /** Ensures a length of at least this size, or throws OutOfMemoryError. Exceeds the limit only if the size does. */
    void reserve(int size, int limit) {
        int length = elements.length;
        if (size > length) {
            int grown = Math.max(initialLength, length + (length >> 1));
            moveTo(Math.max(size, Math.min(grown, limit)));
        }
    }

    /** Appends an element. There must be a free slot. */
    void append(E element, @Nullable Object context) {
        int slot = slot(size());
        if (ages != null) {
            ages.enter(tail, 1);
        }
        if (contexts != null) {
            contexts[slot] = context;
        }
        elements[slot] = element;
        tail++;
    }

    /** Appends n elements of an array, starting at an index, with a common context. There must be n free slots. */
    void append(E[] source, int offset, int n, @Nullable Object context) {
        int slot = slot(size());
        store(source, offset, elements, slot, n);
        if (contexts != null) {
            fill(contexts, slot, n, context);
        }
        if (ages != null) {
            ages.enter(tail, n);
        }
        tail += n;
    }

    /**
     * Puts back n elements of an array, starting at an index, with their contexts if contexts are stored. There must be
     * n free slots. The elements get the ages recorded for the given sequence number and the following ones.
     */
    void putBack(
            @Nullable Object[] source, @Nullable Object @Nullable [] sourceContexts, int from, int n, long number) {
        int slot = slot(elements.length - n);
        store(source, from, elements, slot, n);
        if (contexts != null && sourceContexts != null) {
            store(sourceContexts, from, contexts, slot, n);
        }
        if (ages != null) {
            ages.putBack(head, tail, number, n);
        }
        first = slot;
        head -= n;
    }

    /** Removes the oldest element. There must be one. */
    E take() {
        int next = slot(1);
        E element = cast(elements[first]);
        elements[first] = null;
        if (contexts != null) {
            contexts[first] = null;
        }
        first = next;
        head++;
        return element;
    }

    /** Removes the n oldest elements. */
    void remove(int n) {
        int from = first;
        first = slot(n);
        head += n;
        fill(elements, from, n, null);
        if (contexts != null) {
            fill(contexts, from, n, null);
        }
    }

    /** Returns the element at an index, counted from the oldest. It must exist. */
    E get(int index) {
        return cast(elements[slot(index)]);
    }

    @Nullable
    Object context(int index) {
        return contexts == null ? null : contexts[slot(index)];
    }

    /**
     * Copies the n oldest elements. The result is an {@code Object[]}: it must not leave the package as an {@code E[]}.
     */
    @SuppressWarnings("unchecked")
    E[] copyOldest(int n) {
        Object[] copy = new Object[n];
        copyOldest(copy, 0, n);
        return (E[]) copy;
    }

    void copyOldest(@Nullable Object[] target, int offset, int n) {
        copy(elements, target, offset, n);
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

    /** Shrinks the array. This is optional: if the shorter array cannot be allocated, the longer one is kept. */
    void shrink(int length) {
        try {
            moveTo(length);
        } catch (OutOfMemoryError e) {
            return;
        }
    }

    /** Releases the array of an empty storage. The next element allocates a new one. */
    void releaseArray() {
        first = 0;
        elements = NO_SLOTS;
        contexts = null;
    }

    /** Removes all elements and releases all memory. */
    void release() {
        head = tail;
        releaseArray();
        if (ages != null) {
            ages.release();
        }
    }

    /* Moves the elements to a new array of this length, which must have room for them. */
    private void moveTo(int length) {
        int size = size();
        @Nullable Object[] newElements = new Object[length];
        @Nullable Object[] newContexts = keepsContexts ? new Object[length] : null;
        if (ages != null) {
            ages.resize(length, tail);
        }
        copy(elements, newElements, 0, size);
        if (contexts != null && newContexts != null) {
            copy(contexts, newContexts, 0, size);
        }
        elements = newElements;
        contexts = newContexts;
        first = 0;
    }

    /* Returns the slot of the element at an index, counted from the oldest, from 0 to the length. */
    private int slot(int index) {
        int slot = first + index;
        return slot < elements.length ? slot : slot - elements.length;
    }

    /* Copies the n oldest entries of a circular array to a plain one. */
    private void copy(@Nullable Object[] source, @Nullable Object[] target, int offset, int n) {
        int beforeEnd = Math.min(n, source.length - first);
        System.arraycopy(source, first, target, offset, beforeEnd);
        System.arraycopy(source, 0, target, offset + beforeEnd, n - beforeEnd);
    }

    private static void store(@Nullable Object[] source, int offset, @Nullable Object[] target, int slot, int n) {
        int beforeEnd = Math.min(n, target.length - slot);
        System.arraycopy(source, offset, target, slot, beforeEnd);
        System.arraycopy(source, offset + beforeEnd, target, 0, n - beforeEnd);
    }

    private static void fill(@Nullable Object[] target, int slot, int n, @Nullable Object value) {
        int beforeEnd = Math.min(n, target.length - slot);
        Arrays.fill(target, slot, slot + beforeEnd, value);
        Arrays.fill(target, 0, n - beforeEnd, value);
    }

    @SuppressWarnings("unchecked")
    private E cast(Object element) {
        return (E) element;
    }
}
