package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.spring.SharedBuffer;
import java.io.Serial;

/**
 * Thrown when a thread writes to, reads from, leases from, puts back to or resizes a shared buffer whose client was
 * detached, or is detached while the thread waits, as when the application shuts down. Calls that never fail for the
 * state of a buffer, such as {@code offer} and {@code poll}, find it closed. The buffer itself is still there for other
 * clients.
 *
 * @see SharedBuffer#detach()
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
