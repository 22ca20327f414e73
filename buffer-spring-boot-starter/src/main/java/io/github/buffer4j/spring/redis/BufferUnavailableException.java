package io.github.buffer4j.spring.redis;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server of a shared buffer has not answered a command within the command time-out, in spite of
 * retries. The outcome is unknown: the command may have run, may run later, or never. What an unanswered read has taken
 * is returned by a later read of the same client.
 *
 * <p>Thrown as well when a part of a run was written and there is no room for the rest, in the memory of the server or
 * in a growable buffer: a {@link io.github.buffer4j.BufferFullException} means that nothing was written.
 */
public final class BufferUnavailableException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many elements of the failed call are known to be written. */
    private final int written;

    /**
     * Creates an exception.
     *
     * @param message what was attempted
     * @param cause why it failed, or null if there was no answer
     * @param written how many elements of the failed call are known to be written, 0 or more
     */
    public BufferUnavailableException(String message, @Nullable Throwable cause, int written) {
        super(message, cause);
        this.written = written;
    }

    /**
     * Returns how many elements of the failed call are known to be written. It is unknown whether the others are.
     *
     * @return 0 or more; 0 for a reader
     */
    public int written() {
        return written;
    }
}
