package io.github.buffer4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Logs what a listener or a carrier of the user's has thrown. One that fails once often fails each time: one warning,
 * the others only for those who ask for them.
 */
final class ListenerFailures {

    private static final Logger LOGGER = System.getLogger("io.github.buffer4j");

    private final String what;
    private volatile boolean logged;

    /** Creates a log for a part of a buffer, such as "Drop listener". */
    ListenerFailures(String part, String buffer) {
        this.what = part + " of buffer '" + buffer + "' failed";
    }

    /* A logger that throws, or has no memory, must not undo the call that the failure was kept from. */
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
