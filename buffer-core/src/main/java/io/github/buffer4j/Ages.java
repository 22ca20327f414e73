package io.github.buffer4j;

import java.util.Arrays;

/**
 * The times at which elements entered, by sequence number, as values of {@link System#nanoTime}. The times of removed
 * elements are kept for a while, as many as there are slots, so that an element that is put back keeps its age. Guarded
 * by the buffer's lock.
 */
final class Ages {

    private static final long[] NONE = {};
    private static final int MIN_LENGTH_AFTER_SHRINKING = 8192;

    /* The length is a power of two: the index of a number is its low bits. */
    private long[] enteredAt = NONE;

    /* How many times before the tail are known, at most the length. */
    private int remembered;

    /** Records that n elements enter now, starting with a number. */
    void enter(long number, int n) {
        fill(number, n, System.nanoTime());
        remembered = (int) Math.min((long) remembered + n, enteredAt.length);
    }

    /** Returns when an element entered. */
    long at(long number) {
        return enteredAt[slot(number)];
    }

    /**
     * Records that n elements are put back before the head. They originally had the given number and the following
     * ones. An element whose time is no longer known gets the oldest known time, since it is older.
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
     * Allocates memory for the given number of slots, or throws OutOfMemoryError. If that is less than before, some
     * thousand times are still kept, because elements that have just been removed may be put back.
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

    /* Returns twice the slots, rounded up to a power of two, capped at the maximum array length. */
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
