package io.github.buffer4j.spring.actuate;

import java.io.Serial;

/** Thrown when a resize requests a capacity above the limit of the buffer. */
final class CapacityLimitException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    CapacityLimitException(String name, int capacity, int limit) {
        super("The capacity of buffer '" + name + "' must not exceed its max-capacity of " + limit + ", but is "
                + capacity);
    }
}
