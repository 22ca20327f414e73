package io.github.buffer4j;

/** How far a {@link Buffer} is on its way from the first write to the end. */
public enum BufferState {

    /** Takes and gives elements. */
    OPEN,

    /** Writing has ended; elements are left for readers. */
    DRAINING,

    /** Writing has ended and no element is left: the end of the stream. Final. */
    DRAINED,

    /** Both ends were closed at once. Final. */
    CLOSED;

    /**
     * Returns whether the state is final.
     *
     * @return true for {@link #DRAINED} and {@link #CLOSED}
     */
    public boolean isTerminal() {
        return this == DRAINED || this == CLOSED;
    }
}
