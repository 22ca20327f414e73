package io.github.buffer4j.spring;

import java.io.Serial;
import java.util.List;
import java.util.NoSuchElementException;

/** Thrown when a {@link BufferRegistry} has no buffer of a given name. The message lists the registered names. */
public final class UnknownBufferException extends NoSuchElementException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param name the unknown name
     * @param known the registered names
     */
    public UnknownBufferException(String name, List<String> known) {
        super("No buffer named '" + name + "'; "
                + (known.isEmpty() ? "no buffers are registered" : "registered buffers: " + String.join(", ", known)));
    }
}
