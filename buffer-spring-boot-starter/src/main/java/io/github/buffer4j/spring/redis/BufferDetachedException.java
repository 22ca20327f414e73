package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferClosedException;
import java.io.Serial;

/**
 * Thrown when a thread uses a shared buffer whose client was detached, or is detached while the thread waits, as when
 * the application shuts down. The buffer itself is still there for other clients.
 */
public final class BufferDetachedException extends BufferClosedException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was attempted
     * @param written how many elements of the failed call were written, 0 or more
     */
    public BufferDetachedException(String message, int written) {
        super(message, null, written);
    }
}
