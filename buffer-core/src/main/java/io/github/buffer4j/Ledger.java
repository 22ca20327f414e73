package io.github.buffer4j;

/**
 * The totals of a buffer that cannot be derived from the sequence numbers of its elements. Counts may overflow: only
 * differences matter. Guarded by the buffer's lock.
 */
final class Ledger {

    long overwritten;
    long discarded;
    long droppedOnClose;
    long rejected;

    /* Elements that were put back, whether kept or discarded: each counts as read, and as written again. */
    long putBack;

    /** Returns how many elements were written, given the number of the next one to enter. */
    long written(long tail) {
        return tail + putBack;
    }

    /** Returns how many elements were read, given the number of the oldest remaining one. */
    long read(long head) {
        return head + putBack - overwritten - discarded - droppedOnClose;
    }
}
