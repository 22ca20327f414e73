package io.github.buffer4j.spring.actuate;

import java.io.Serial;
import java.util.List;
import java.util.NoSuchElementException;

/** Thrown when a buffer has no listener with a given id. The message lists the listeners that the buffer has. */
final class UnknownListenerException extends NoSuchElementException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnknownListenerException(String id, String buffer, List<String> known) {
        super("Buffer '" + buffer + "' has no listener '" + id + "'; "
                + (known.isEmpty() ? "it has no listeners" : "its listeners: " + String.join(", ", known)));
    }
}
