package io.github.buffer4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Logs what a listener or a carrier of the user's has thrown. One that fails once often fails each time: one warning, the
 * others only for those who ask for them.
 */
final class ListenerFailures {

    private static final Logger LOGGER = System.getLogger("io.github.buffer4j");

    private final String what;
    private volatile boolean logged;

    /** Creates a log for a part of a buffer, such as "Drop listener". */
    ListenerFailures(String part, String buffer) {
        this.what = part + " of buffer '" + buffer + "' failed";
    }

    void log(Throwable failure) {
        LOGGER.log(logged ? Level.DEBUG : Level.WARNING, what, failure);
        logged = true;
    }
}
