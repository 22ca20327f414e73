package io.github.buffer4j.spring.redis;

import java.io.Serial;

/** The error that another client has closed a shared buffer with, as a text: its class name and message. */
public final class RemoteBufferException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a stack trace of its own.
     *
     * @param text the text of the original error
     */
    public RemoteBufferException(String text) {
        super(text, null, false, false);
    }
}
