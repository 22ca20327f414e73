package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferClosedException;
import java.io.Serial;

/**
 * Thrown when the server has lost the contents of a shared buffer, as after a restart without persistence, a failover
 * to a replica that has no copy, or {@code FLUSHALL}. What was in the buffer is gone. The client does not recover: a
 * new one attaches to a new, empty buffer of the same name.
 */
public final class BufferLostException extends BufferClosedException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was attempted
     * @param written how many elements of the failed call were written before the loss, 0 or more
     */
    public BufferLostException(String message, int written) {
        super(message, null, written);
    }
}
