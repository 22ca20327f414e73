package io.github.buffer4j.demo.ingest;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** Thrown to abort a post whose client takes too long to send it. */
final class SlowPostException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    SlowPostException(Duration limit) {
        super("The body was not received within " + limit.toMillis() + " ms");
    }
}
