package io.github.buffer4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Logs exceptions of the user's listeners and context carriers. One that fails once often fails each time, so the first
 * failure is logged as a warning and the others at debug level.
 */
final class ListenerFailures {

    private static final Logger LOGGER = System.getLogger("io.github.buffer4j");

    private final String what;
    private volatile boolean logged;

    /** Creates a log for a part of a buffer, such as "Drop listener". */
    ListenerFailures(String part, String buffer) {
        this.what = part + " of buffer '" + buffer + "' failed";
    }

    /* An exception or error of the logger must not reach the call whose listener failed. */
    void log(Throwable failure) {
        try {
            LOGGER.log(logged ? Level.DEBUG : Level.WARNING, what, failure);
        } catch (Throwable e) {
            return;
        } finally {
            logged = true;
        }
    }
}
