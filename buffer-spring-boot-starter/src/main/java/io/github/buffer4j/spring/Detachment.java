package io.github.buffer4j.spring;

import io.github.buffer4j.BufferState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The detachment of the client of a shared buffer. A client that fails must not prevent others from being detached.
 */
final class Detachment {

    private static final Log LOGGER = LogFactory.getLog(BufferLifecycle.class);

    private final BufferEntry entry;

    /**
     * Creates a detachment.
     *
     * @param entry the entry of a shared buffer
     */
    Detachment(BufferEntry entry) {
        this.entry = entry;
    }

    /** Closes the buffer for writing if its options say so, and detaches the client. */
    void atShutdown() {
        boolean attached =
                entry.clientStats().filter(stats -> !stats.detached()).isPresent();
        if (attached && entry.ending().closesShared()) {
            contained("could not be closed for writing", this::closeWrite);
        }
        run();
    }

    /* Where the server is away, a look fails soon, while a command is tried for long. */
    private void closeWrite() {
        if (entry.buffer().state() == BufferState.OPEN && entry.buffer().closeWrite()) {
            LOGGER.info("Shared buffer '" + entry.name() + "' was closed for writing in all applications");
        }
    }

    /** Detaches the client. */
    void run() {
        contained("could not be detached", ((SharedBuffer) entry.buffer())::detach);
    }

    /* Omits the stack trace of a failure that is mostly the absence of the server. */
    private void contained(String failure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.error("Shared buffer '" + entry.name() + "' " + failure + ": " + e);
        }
    }
}
