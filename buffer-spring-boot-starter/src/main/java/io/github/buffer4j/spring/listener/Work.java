package io.github.buffer4j.spring.listener;

/** What the threads of a container do. */
interface Work {

    /**
     * Does the next step of a thread.
     *
     * @return false if the thread has nothing to do any more
     */
    boolean step(Lane lane);

    /** Finishes what a thread has begun, before it leaves because the container stops or pauses. */
    void leave(Lane lane);

    /** Wakes up the threads that wait for others. */
    void wakeUp();

    /** Returns whether elements were taken that no thread handles. */
    boolean holdsElements();

    /** Puts back the elements that were taken and that no thread handles. Called by the last thread. */
    void putBack();

    /** Returns whether all elements taken wait behind one that waits for its next try. */
    boolean isRetrying();

    /** Returns the number of elements that were taken and that no thread handles. */
    int waiting();

    /** Returns the number of elements that were finished and that no thread has counted. */
    long handled();
}
