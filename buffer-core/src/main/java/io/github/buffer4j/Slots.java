package io.github.buffer4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of a circular array: which of them are in use, and how the array grows. The array itself is in a subclass.
 * It does not depend on threads, capacity, state or kind of the buffer. Guarded by the buffer's lock, except for
 * {@link #headNow} and {@link #tailNow}.
 *
 * <p>The array is allocated when the first slot is needed, and grows by half when it is full.
 */
abstract class Slots {

    /*
     * What enters is numbered in order: tail is the number of the next one to enter, head that of the oldest remaining
     * one. What is put back gets the numbers before head. The numbers may overflow: only their difference matters.
     *
     * Invariants:
     *   0 <= tail - head <= length
     *   the tail - head slots that start at first and wrap around are in use
     *
     * Allocate before mutating, and call no method between mutations that belong together: an OutOfMemoryError then
     * leaves everything unchanged.
     */

    /** The maximum length: the sum of two slot indices does not overflow an int. */
    static final int MAX_LENGTH = 1 << 30;

    private static final VarHandle HEAD = field("head");
    private static final VarHandle TAIL = field("tail");

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(Slots.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int initialLength;
    private int length;

    /* The slot of the oldest one, for subclasses. */
    int first;

    /* Not private, because tests start with other numbers. */
    long head;
    long tail;

    /**
     * Creates slots without an array.
     *
     * @param initialLength the length of the first array, at least 1
     */
    Slots(int initialLength) {
        this.initialLength = initialLength;
    }

    /** Copies what is stored to the start of a new array of this length, which becomes the array. */
    abstract void copyToArray(int newLength);

    /** Clears n slots that are no longer in use, starting at a slot and wrapping around. */
    abstract void clear(int slot, int n);

    /** Forgets the array, which holds nothing. */
    abstract void forgetArray();

    final int size() {
        return (int) (tail - head);
    }

    final boolean isEmpty() {
        return head == tail;
    }

    final int length() {
        return length;
    }

    final long head() {
        return head;
    }

    final long tail() {
        return tail;
    }

    /** Returns a recent value of {@link #head()}. Needs no lock. */
    final long headNow() {
        return (long) HEAD.getOpaque(this);
    }

    /** Returns a recent value of {@link #tail()}. Needs no lock. */
    final long tailNow() {
        return (long) TAIL.getOpaque(this);
    }

    /** Ensures a length of at least this size, or throws OutOfMemoryError. Exceeds the limit only if the size does. */
    final void reserve(int size, int limit) {
        if (size > length) {
            int grown = Math.max(initialLength, length + (length >> 1));
            moveTo(Math.max(size, Math.min(grown, limit)));
        }
    }

    /** Shrinks the array. This is optional: if the shorter array cannot be allocated, the longer one is kept. */
    final void shrink(int newLength) {
        try {
            moveTo(newLength);
        } catch (OutOfMemoryError e) {
            return;
        }
    }

    private void moveTo(int newLength) {
        copyToArray(newLength);
        length = newLength;
        first = 0;
    }

    /** Removes the n oldest. */
    final void remove(int n) {
        int from = first;
        first = slot(n);
        head += n;
        clear(from, n);
    }

    /** Releases the array while it is empty. What enters next allocates a new one. */
    final void releaseArray() {
        first = 0;
        length = 0;
        forgetArray();
    }

    /** Removes everything and releases all memory. */
    void release() {
        head = tail;
        releaseArray();
    }

    /** Returns the slot at an index, counted from the oldest, from 0 to the length. */
    final int slot(int index) {
        int slot = first + index;
        return slot < length ? slot : slot - length;
    }

    /** Returns how many of n slots, starting at a slot, come before the array's end. The others are at its start. */
    final int beforeEnd(int slot, int n) {
        return Math.min(n, length - slot);
    }
}
