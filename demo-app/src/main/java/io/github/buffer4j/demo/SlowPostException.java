package io.github.buffer4j.demo;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** Thrown to cut a post whose client takes too long to send it. */
final class SlowPostException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    SlowPostException(Duration limit) {
        super("The body has not come within " + limit.toMillis() + " ms");
    }
}
