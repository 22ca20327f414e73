package io.github.buffer4j;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a writer or reader meets a {@link Buffer} that was closed. The cause is the one that the buffer was
 * closed with, if any. Each call gets an exception of its own.
 */
public final class BufferClosedException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many elements of the failed call went in. */
    private final int written;

    /**
     * Creates an exception.
     *
     * @param message what was tried
     * @param cause what the buffer was closed with, or null
     * @param written how many elements of the failed call went in, 0 or more
     */
    public BufferClosedException(String message, @Nullable Throwable cause, int written) {
        super(message, cause);
        this.written = written;
    }

    /**
     * Returns how many elements of the failed call went in before the buffer was closed.
     *
     * @return 0 or more; always 0 for a reader and for {@link BufferWriter#add(Object)}
     */
    public int written() {
        return written;
    }
}
