package io.github.buffer4j.demo.ingest;

import java.io.IOException;
import java.io.Serial;

/** Thrown when a line is malformed or too long. The message states which line and why. */
final class BadLineException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    BadLineException(long number, String problem) {
        super("Line " + number + " " + problem);
    }
}
