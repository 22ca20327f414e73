package io.github.buffer4j.spring.checkpoint;

import java.io.Serial;

/** Thrown when a checkpoint fails. */
public final class CheckpointException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;
}
