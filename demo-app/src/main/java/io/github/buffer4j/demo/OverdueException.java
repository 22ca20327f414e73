package io.github.buffer4j.demo;

import java.io.IOException;
import java.io.Serial;

/** Thrown to cut a post that has not finished in time while the application stops. */
final class OverdueException extends IOException {

    static final String MESSAGE = "The application stops and the post has not finished in time";

    @Serial
    private static final long serialVersionUID = 1L;

    OverdueException() {
        super(MESSAGE);
    }
}
