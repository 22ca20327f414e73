package io.github.buffer4j.spring;

import java.util.Collection;

/**
 * A component that reads from a buffer in its own threads and knows whether it is at work, such as a listener
 * container. The orderly end of the buffers takes it into account.
 */
public interface BufferConsumer {

    /**
     * Returns the name of this component.
     *
     * @return the name, for log messages
     */
    String name();

    /**
     * Returns the name of the buffer that it reads from.
     *
     * @return the name of the buffer
     */
    String source();

    /**
     * Returns the names of the buffers that it writes to, which end after the one that it reads from.
     *
     * @return the names of the buffers
     */
    Collection<String> targets();

    /**
     * Returns whether it will read the elements that are in the buffer.
     *
     * @return false if it was not started, is paused, has stopped or has failed
     */
    boolean isAtWork();

    /**
     * Returns whether it has elements in flight, and a thread that handles them.
     *
     * @return false if nothing is in flight, or if it has stopped or paused with elements that it still holds
     */
    boolean isBusy();

    /**
     * Returns whether a thread belongs to this component. The thread may have ended since the buffer was looked at.
     *
     * @param thread a thread
     * @return whether it is one of its threads, alive or not
     */
    boolean runs(Thread thread);

    /**
     * Returns the number of elements that it has taken from the buffer and has not finished.
     *
     * @return the number, 0 or more
     */
    int inFlight();

    /**
     * Returns whether it may finish what is in flight after the buffer has ended.
     *
     * @return whether the end of the buffer does not wait for what is in flight; false by default
     */
    default boolean outlastsBuffer() {
        return false;
    }

    /** Logs what it has counted and not logged yet. Called about once a second. */
    default void report() {}
}
