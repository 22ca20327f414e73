package io.github.buffer4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Elements in order, in an array that wraps around. It knows no thread, capacity, state or kind of buffer. Guarded by
 * the buffer's lock, except for {@link #headNow} and {@link #tailNow}.
 *
 * <p>The array comes with the elements: an empty storage that was never used has none. It grows by half when it is
 * full.
 *
 * @param <E> the type of the elements
 */
class Storage<E> {

    /*
     * Elements are numbered in the order in which they enter: tail is the number of the next one to enter, head that
     * of the oldest one left. Elements that are put back get the numbers before the head. The numbers may pass 2^63:
     * only their difference counts.
     *
     * Invariants:
     *   0 <= tail - head <= elements.length
     *   the live elements are the tail - head slots that start at first and wrap around; every other slot is null
     *   contexts, if there are any, are in the same slots as their elements
     *
     * Allocate before mutating, and call nothing between the mutations that belong together: an OutOfMemoryError leaves
     * everything unchanged, and a StackOverflowError at most slots that are not cleared.
     */

    /** The greatest length: two slot numbers add up to no more than an int can be. */
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

    /* Not private: tests let the numbers begin elsewhere. */
    long head;
    long tail;

    /**
     * Creates an empty storage.
     *
     * @param initialLength the length of the first array, at least 1
     * @param tracksAge whether it notes when each element enters
     * @param keepsContexts whether it keeps a context with each element
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

    /** Returns the number of the oldest element a moment ago, to threads without the lock. */
    long headNow() {
        return (long) HEAD.getOpaque(this);
    }

    /** Returns the number of the next element to enter a moment ago, to threads without the lock. */
    long tailNow() {
        return (long) TAIL.getOpaque(this);
    }

    /**
     * Returns the nanoseconds that the oldest element has been here, 0 if there is none; empty if ages are not tracked.
     */
    OptionalLong oldestAge() {
        if (ages == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(isEmpty() ? 0 : System.nanoTime() - ages.at(head));
    }

    /** Provides slots for so many elements, or throws OutOfMemoryError. Does not grow past the limit without need. */
    void reserve(int size, int limit) {
        int length = elements.length;
        if (size > length) {
            int grown = Math.max(initialLength, length + (length >> 1));
            moveTo(Math.max(size, Math.min(grown, limit)));
        }
    }

    /** Appends an element. Needs a free slot. */
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

    /** Appends n elements of an array, from an index on, which share a context. Needs n free slots. */
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
     * Puts n elements of an array, from an index on, back to the front, with their contexts if those are kept. Needs n
     * free slots. They get the ages of the elements that had the given number and those after it.
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

    /** Returns an element, counted from the oldest one. It must exist. */
    E get(int index) {
        return cast(elements[slot(index)]);
    }

    @Nullable
    Object context(int index) {
        return contexts == null ? null : contexts[slot(index)];
    }

    /** Copies the n oldest elements. The array is one of objects: it must not leave the package as an {@code E[]}. */
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

    /** Shortens the array. This is optional: if memory for the shorter one is lacking, the longer one stays. */
    void shrink(int length) {
        try {
            moveTo(length);
        } catch (OutOfMemoryError e) {
            return;
        }
    }

    /** Gives up the array of an empty storage. The next element brings a new one. */
    void releaseArray() {
        first = 0;
        elements = NO_SLOTS;
        contexts = null;
    }

    /** Removes all elements and gives up all memory. */
    void release() {
        head = tail;
        releaseArray();
        if (ages != null) {
            ages.release();
        }
    }

    /* Replaces the array by one of another length, with room for all elements. */
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

    /* The slot of an element, counted from the oldest one, 0 up to the length. */
    private int slot(int index) {
        int slot = first + index;
        return slot < elements.length ? slot : slot - elements.length;
    }

    /* Copies the n oldest entries of an array that wraps around to one that does not. */
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
