package io.github.buffer4j.benchmark;

import java.util.List;

/** A means to transfer elements between threads: a buffer of this project or one of its peers. */
interface Pipe {

    /** Writes an element; waits for room. */
    void put(Integer element) throws Exception;

    /** Reads an element; waits for one. */
    Integer take() throws Exception;

    /** Writes all elements of an array, in the fastest way that the pipe offers. For a single thread only. */
    default void putAll(Integer[] elements) throws Exception {
        for (Integer element : elements) {
            put(element);
        }
    }

    /** Reads at least one element, up to the length of an array, in the fastest way. For a single thread only. */
    default int takeSome(Integer[] target) throws Exception {
        target[0] = take();
        return 1;
    }

    /** Waits for an element and reads those that arrive within a linger time, up to a maximum. Optional operation. */
    default List<Integer> takeBatch(int max, int lingerMillis) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Writes an element if there is room. Optional operation. */
    default boolean offer(Integer element) {
        throw new UnsupportedOperationException();
    }

    /** Reads an element, or returns null if there is none. Optional operation. */
    default Integer poll() {
        throw new UnsupportedOperationException();
    }

    /** Returns the number of elements. Optional operation. */
    default int size() {
        throw new UnsupportedOperationException();
    }

    /** Returns the statistics of the pipe, by default its size. */
    default Object stats() {
        return size();
    }
}
