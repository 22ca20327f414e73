package io.github.buffer4j;

/**
 * The state of a {@link Buffer}, from open to ended.
 *
 * @since 0.1.0
 */
public enum BufferState {

    /** Elements can be written and read. */
    OPEN,

    /** Writing has ended; readers can read the remaining elements. */
    DRAINING,

    /** Writing has ended and no element remains: the end of the stream. Terminal. */
    DRAINED,

    /** Both ends were closed at once; the remaining elements were dropped. Terminal. */
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
