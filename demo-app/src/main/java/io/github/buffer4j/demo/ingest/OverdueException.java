package io.github.buffer4j.demo.ingest;

import java.io.IOException;
import java.io.Serial;

/** Thrown to abort a post that was not completed in time while the application shuts down. */
final class OverdueException extends IOException {

    static final String MESSAGE = "The application is shutting down and the post was not completed in time";

    @Serial
    private static final long serialVersionUID = 1L;

    OverdueException() {
        super(MESSAGE);
    }
}
