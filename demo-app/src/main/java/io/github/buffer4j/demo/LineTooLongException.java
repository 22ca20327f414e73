package io.github.buffer4j.demo;

import java.io.IOException;
import java.io.Serial;

/** Thrown for a line of more than {@link LineReader#MAX_LENGTH} characters. */
final class LineTooLongException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    LineTooLongException() {
        super("A line is longer than " + LineReader.MAX_LENGTH + " characters");
    }
}
