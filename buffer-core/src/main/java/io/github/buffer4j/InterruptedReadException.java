package io.github.buffer4j;

import java.io.Serial;

/**
 * Thrown when {@link BytesReader#readFully} is interrupted. {@link #read()} is the number of bytes that were read; they
 * are at the beginning of the target.
 *
 * @since 0.1.0
 */
public final class InterruptedReadException extends InterruptedException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many bytes the interrupted call has read. */
    private final int read;

    /**
     * Creates an exception with a message that names both numbers.
     *
     * @param read how many bytes were read, 0 or more
     * @param length how many bytes were to be read
     */
    public InterruptedReadException(int read, int length) {
        super("Interrupted after " + read + " of " + length + " bytes were read");
        this.read = read;
    }

    /**
     * Returns how many bytes the interrupted call has read.
     *
     * @return 0 or more, fewer than were to be read
     */
    public int read() {
        return read;
    }
}
