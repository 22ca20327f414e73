package io.github.buffer4j;

/**
 * Why an element left a {@link Buffer} without being read.
 *
 * @since 0.1.0
 */
public enum DropReason {

    /** A full {@link RingBuffer} overwrote it with a newer one. */
    OVERWRITTEN,

    /**
     * {@link Buffer#discard(int)}, {@link Buffer#reset()} or {@link Buffer#resize(int)} dropped it, or {@link
     * Buffer#putBack} or {@link Buffer#drainTo} could not put it back.
     */
    DISCARDED,

    /** {@link Buffer#close()} or {@link Buffer#closeWithError(Throwable)} dropped it. */
    CLOSED
}
