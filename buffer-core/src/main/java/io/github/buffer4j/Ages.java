package io.github.buffer4j;

import java.util.Arrays;

/**
 * When elements entered, by their numbers, in the time of {@link System#nanoTime}. It remembers those that have left,
 * as many as there are slots, so that an element that is put back keeps its age. Guarded by the buffer's lock.
 */
final class Ages {

    private static final long[] NONE = {};
    private static final int MIN_LENGTH_AFTER_SHRINKING = 8192;

    /* The length is a power of two: the entry of a number is at its lowest bits. */
    private long[] enteredAt = NONE;

    /* How many numbers before the tail are remembered, at most the length. */
    private int remembered;

    /** Notes that n elements enter now, from a number on. */
    void enter(long number, int n) {
        fill(number, n, System.nanoTime());
        remembered = (int) Math.min((long) remembered + n, enteredAt.length);
    }

    /** Returns when an element entered. */
    long at(long number) {
        return enteredAt[slot(number)];
    }

    /**
     * Notes that n elements are put back before the head, and that they once had the given number and those after it.
     * An element that is not remembered gets the age of the oldest one that is, for it is older.
     */
    void putBack(long head, long tail, long number, int n) {
        long oldest = tail - remembered;
        long unknown = remembered == 0 ? System.nanoTime() : at(oldest);
        boolean later = head - n - number > 0;
        for (int k = 0; k < n; k++) {
            int i = later ? n - 1 - k : k;
            long at = number + i - oldest >= 0 && number + i - tail < 0 ? at(number + i) : unknown;
            enteredAt[slot(head - n + i)] = at;
        }
        remembered = (int) Math.max(remembered, tail - head + n);
    }

    /**
     * Provides memory for so many slots, or throws OutOfMemoryError. For fewer slots than before it still remembers
     * some thousand elements: those that a removal has just made room by may be put back.
     */
    void resize(int slots, long tail) {
        int length = Math.max(lengthFor(slots), Math.min(enteredAt.length, MIN_LENGTH_AFTER_SHRINKING));
        if (length == enteredAt.length) {
            return;
        }
        long[] newEnteredAt = new long[length];
        int kept = Math.min(remembered, length);
        for (long number = tail - kept; number != tail; number++) {
            newEnteredAt[(int) number & (length - 1)] = at(number);
        }
        enteredAt = newEnteredAt;
        remembered = kept;
    }

    /* Twice the slots, rounded up to a power of two, but no more than an array can have. */
    private static int lengthFor(int slots) {
        return (int) Math.min(1L << 30, Long.highestOneBit(2L * slots - 1) << 1);
    }

    void release() {
        enteredAt = NONE;
        remembered = 0;
    }

    private int slot(long number) {
        return (int) number & (enteredAt.length - 1);
    }

    private void fill(long number, int n, long now) {
        int from = slot(number);
        int beforeEnd = Math.min(n, enteredAt.length - from);
        Arrays.fill(enteredAt, from, from + beforeEnd, now);
        Arrays.fill(enteredAt, 0, n - beforeEnd, now);
    }
}
