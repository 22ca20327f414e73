package io.github.buffer4j;

/**
 * The totals of a buffer that do not follow from the numbers of its elements. Counts may pass 2^63: only differences
 * count. Guarded by the buffer's lock.
 */
final class Ledger {

    long overwritten;
    long discarded;
    long droppedOnClose;
    long rejected;

    /* Elements that were put back, whether they stay or are discarded: each was read and is written once more. */
    long putBack;

    /** Returns how many elements were written, from the number of the next one to enter. */
    long written(long tail) {
        return tail + putBack;
    }

    /** Returns how many elements were read, from the number of the oldest one left. */
    long read(long head) {
        return head + putBack - overwritten - discarded - droppedOnClose;
    }
}
