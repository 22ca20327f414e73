package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferKind;
import java.io.Serial;

/** Thrown when a client attaches to a shared buffer whose kind or capacity on the server differs from its own. */
public final class BufferMismatchException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The name of the buffer. */
    private final String name;

    /** The kind on the server. */
    private final BufferKind kind;

    /** The capacity on the server. */
    private final int capacity;

    /**
     * Creates an exception.
     *
     * @param message what differs
     * @param name the name of the buffer
     * @param kind the kind on the server
     * @param capacity the capacity on the server
     */
    public BufferMismatchException(String message, String name, BufferKind kind, int capacity) {
        super(message);
        this.name = name;
        this.kind = kind;
        this.capacity = capacity;
    }

    /**
     * Returns the name of the buffer.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the kind of the buffer on the server.
     *
     * @return the kind
     */
    public BufferKind kind() {
        return kind;
    }

    /**
     * Returns the capacity of the buffer on the server.
     *
     * @return the capacity, {@link Integer#MAX_VALUE} if it is unbounded
     */
    public int capacity() {
        return capacity;
    }
}
