package io.github.buffer4j.spring;

import java.io.Serial;
import java.util.List;
import java.util.NoSuchElementException;

/** Thrown when a {@link BufferRegistry} has no buffer of a name. The message lists the names that there are. */
public final class UnknownBufferException extends NoSuchElementException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param name the unknown name
     * @param known the names that there are
     */
    public UnknownBufferException(String name, List<String> known) {
        super("There is no buffer '" + name + "', "
                + (known.isEmpty() ? "nor any other" : "only: " + String.join(", ", known)));
    }
}
