package io.github.buffer4j.spring.listener;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a listener: takes the elements of a buffer in its own threads and calls a handler for them.
 *
 * <p>Safe for use by any number of threads.
 */
public interface BufferListenerContainer {

    /**
     * Returns the options of the listener.
     *
     * @return the options, among them the id
     */
    ListenerSpec spec();

    /**
     * Starts the threads. Has no effect on a container that is running. A container that is paused is resumed; one that
     * has failed starts again.
     */
    void start();

    /**
     * Stops: finishes what was taken and leaves the rest in the buffer. Waiting for the next try ends at once: there is
     * one last try. Returns at once if no thread is running. A thread that does not finish in time is interrupted and
     * named in the log.
     *
     * @param timeout the maximum time to wait before threads are interrupted; zero or less interrupts at once
     * @return whether all threads had finished before they were interrupted
     */
    boolean stop(Duration timeout);

    /**
     * Takes no more elements once what was taken has been handled. Does not wait for that. Has no effect unless the
     * container is running.
     */
    void pause();

    /** Takes elements again after a pause. Has no effect on a container that is not paused or pausing. */
    void resume();

    /**
     * Returns the state.
     *
     * @return the state at this moment
     */
    ListenerState state();

    /**
     * Returns the states of the threads, by name.
     *
     * @return the states; empty if no thread is running
     */
    Map<String, ListenerState> threads();

    /**
     * Returns why the container has failed.
     *
     * @return the failure; null unless the state is {@link ListenerState#FAILED}
     */
    @Nullable
    Throwable failure();

    /**
     * Returns the number of elements that were taken from the buffer and are not done.
     *
     * @return the number, 0 or more
     */
    int inFlight();

    /**
     * Returns the number of elements that were finished since the listener was registered: those that were handled, and
     * those that were given up after their last try. Elements that were put back to the buffer do not count.
     *
     * @return the number, 0 or more; it never decreases
     */
    long handled();

    /**
     * Adds a listener of progress, which is called whenever an element or a batch is finished, a thread ends, or the
     * state changes. It is called by the thread that made the progress, which waits for it, without a lock, and
     * sometimes without a change. It must not throw. Intended for code that waits for a container, such as a test,
     * and removes the listener afterwards.
     *
     * @param listener the listener
     */
    void addProgressListener(Runnable listener);

    /**
     * Removes a listener of progress.
     *
     * @param listener the listener
     * @return whether the listener was added before
     */
    boolean removeProgressListener(Runnable listener);
}
