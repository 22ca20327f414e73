package io.github.buffer4j;

import java.io.Serial;

/**
 * Thrown when elements exceed the maximum capacity of a {@link GrowableBuffer}. The failed call has written nothing.
 *
 * @since 0.1.0
 */
public final class BufferFullException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with a message.
     *
     * @param message what was attempted and what the limit is
     */
    public BufferFullException(String message) {
        super(message);
    }
}
