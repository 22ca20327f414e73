package io.github.buffer4j.spring.listener;

/**
 * What the threads of a container do. The methods with a body are for threads that work independently of each other, so
 * that each element taken is with its thread.
 */
interface Work {

    /**
     * Does the next step of a thread.
     *
     * @return false if the thread has nothing to do any more
     */
    boolean step(Lane lane);

    /** Finishes what a thread has begun, before it leaves because the container stops or pauses. */
    default void leave(Lane lane) {}

    /** Wakes up the threads that wait for others. */
    default void wakeUp() {}

    /** Returns whether elements were taken that no thread handles. */
    default boolean holdsElements() {
        return false;
    }

    /** Puts back the elements that were taken and that no thread handles. Called by the last thread. */
    default void putBack() {}

    /** Returns whether all elements taken wait behind one that waits for its next try. */
    default boolean isRetrying() {
        return false;
    }

    /** Returns the number of elements that were taken and that no thread handles. */
    default int waiting() {
        return 0;
    }

    /** Returns the number of elements that were finished and that no thread has counted. */
    default long handled() {
        return 0;
    }
}
