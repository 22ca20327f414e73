package io.github.buffer4j.spring.listener;

/** The state of a listener container or of one of its threads. */
public enum ListenerState {

    /** Not started, stopped, or the buffer has ended. No thread is running. */
    STOPPED,

    /** Takes elements and handles them. */
    RUNNING,

    /** Takes no more elements, because all that it has taken wait behind elements of their key that are tried again. */
    RETRYING,

    /** Was asked to pause, and is still handling what it has taken. */
    PAUSING,

    /** Takes no elements until it is resumed. No thread is running. */
    PAUSED,

    /** Was asked to stop, and is still handling what it has taken. */
    STOPPING,

    /** Has stopped because of a failure, and can be started again. */
    FAILED
}
