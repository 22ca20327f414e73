package io.github.buffer4j;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a writer or reader uses a {@link Buffer} that is closed, or is closed while the thread waits. The cause
 * is the one that was given when the buffer was closed, if any. Each call throws a new exception.
 *
 * <p>Implementations of {@link Buffer} outside this module extend it where a buffer can end in other ways.
 *
 * @since 0.1.0
 */
public class BufferClosedException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many elements of the failed call were written. */
    private final int written;

    /**
     * Creates an exception with a message, a cause and the number of elements that were written.
     *
     * @param message what was attempted
     * @param cause the cause that was given when the buffer was closed, or null
     * @param written how many elements of the failed call were written, 0 or more
     */
    public BufferClosedException(String message, @Nullable Throwable cause, int written) {
        super(message, cause);
        this.written = written;
    }

    /**
     * Returns how many elements of the failed call were written before the buffer was closed.
     *
     * @return 0 or more; always 0 for a reader and for {@link BufferWriter#add(Object)}
     */
    public int written() {
        return written;
    }
}
