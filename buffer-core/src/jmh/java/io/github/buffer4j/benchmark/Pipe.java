package io.github.buffer4j.benchmark;

/** What hands elements from thread to thread: a buffer of this project or one of its peers. All calls wait. */
interface Pipe {

    /** Writes an element. */
    void put(Integer element) throws Exception;

    /** Reads an element. */
    Integer take() throws Exception;

    /** Writes all elements of an array, in the best way that the pipe has. From one thread only. */
    default void putAll(Integer[] elements) throws Exception {
        for (Integer element : elements) {
            put(element);
        }
    }

    /** Reads one element or more, up to the length of an array, in the best way that the pipe has. From one thread only. */
    default int takeSome(Integer[] target) throws Exception {
        target[0] = take();
        return 1;
    }
}
