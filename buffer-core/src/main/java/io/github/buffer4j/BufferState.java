package io.github.buffer4j;

/**
 * How far a {@link Buffer} is on its way to its end.
 *
 * @since 0.1.0
 */
public enum BufferState {

    /** Elements can be written and read. */
    OPEN,

    /** Writing has ended; elements are left for readers. */
    DRAINING,

    /** Writing has ended and no element is left: the end of the stream. Terminal. */
    DRAINED,

    /** Both ends were closed at once; elements that were left have been dropped. Terminal. */
    CLOSED;

    /**
     * Returns whether the state is terminal: it never changes again.
     *
     * @return true for {@link #DRAINED} and {@link #CLOSED}
     */
    public boolean isTerminal() {
        return this == DRAINED || this == CLOSED;
    }
}
