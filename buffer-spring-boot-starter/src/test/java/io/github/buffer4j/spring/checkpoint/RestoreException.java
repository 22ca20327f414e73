package io.github.buffer4j.spring.checkpoint;

import java.io.Serial;

/** Thrown when a restore fails. */
public final class RestoreException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;
}
