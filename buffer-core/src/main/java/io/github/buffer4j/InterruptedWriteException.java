package io.github.buffer4j;

import java.io.Serial;

/**
 * Thrown when a bulk write is interrupted. {@link #written()} is the number of elements or bytes that were written; the
 * others were not.
 *
 * @since 0.1.0
 */
public final class InterruptedWriteException extends InterruptedException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many elements of the interrupted call were written. */
    private final int written;

    /**
     * Creates an exception with a message that names both numbers.
     *
     * @param written how many elements were written, 0 or more
     * @param length how many elements were to be written
     */
    public InterruptedWriteException(int written, int length) {
        this(written, length, "element");
    }

    InterruptedWriteException(int written, int length, String unit) {
        super("Interrupted after " + written + " of " + length + " " + unit + "s were written");
        this.written = written;
    }

    /**
     * Returns how many elements of the interrupted call were written, from the start of the run.
     *
     * @return 0 or more, fewer than were to be written
     */
    public int written() {
        return written;
    }
}
