package io.github.buffer4j;

import java.io.Serial;

/**
 * Thrown when elements do not fit a {@link GrowableBuffer}'s maximum capacity. Nothing of the failed call was written.
 */
public final class BufferFullException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was tried and what the limit is
     */
    public BufferFullException(String message) {
        super(message);
    }
}
