package io.github.buffer4j.demo;

import java.io.IOException;
import java.io.Serial;

/** Thrown for a line that cannot be taken as it is; the message tells which one and why. */
final class BadLineException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    BadLineException(long number, String problem) {
        super("Line " + number + " " + problem);
    }
}
