package io.github.buffer4j.spring.listener;

import io.github.buffer4j.BufferClosedException;
import java.io.Serial;

/** The buffer for the results of a listener had ended. No failure of the listener. */
final class TargetClosedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TargetClosedException(String target, BufferClosedException cause) {
        super("The buffer '" + target + "' has ended", cause);
    }
}
