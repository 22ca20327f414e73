package io.github.buffer4j.spring.listener;

/** How a container stops when the application shuts down. */
public enum ListenerStop {

    /** Handles what is in the buffer, until the buffer has ended. */
    DRAIN,

    /** Handles what it has taken. The remaining elements stay in the buffer. */
    CURRENT
}
