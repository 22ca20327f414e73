package io.github.buffer4j;

/** Why an element left a {@link Buffer} without being read. */
public enum DropReason {

    /** A {@link RingBuffer} was full and gave it up for a newer one. */
    OVERWRITTEN,

    /**
     * {@link Buffer#discard(int)}, {@link Buffer#reset()} or {@link Buffer#resize(int)} dropped it, or
     * {@link Buffer#drainTo(java.util.Collection, int)} could not put it back.
     */
    DISCARDED,

    /** {@link Buffer#close()} or {@link Buffer#closeWithError(Throwable)} dropped it. */
    CLOSED
}
