package io.github.buffer4j.benchmark;

import java.util.List;

/** What hands elements from thread to thread: a buffer of this project or one of its peers. */
interface Pipe {

    /** Writes an element; waits for room. */
    void put(Integer element) throws Exception;

    /** Reads an element; waits for one. */
    Integer take() throws Exception;

    /** Writes all elements of an array, in the best way that the pipe has. From one thread only. */
    default void putAll(Integer[] elements) throws Exception {
        for (Integer element : elements) {
            put(element);
        }
    }

    /** Reads one element or more, up to the length of an array, in the best way that the pipe has. One thread only. */
    default int takeSome(Integer[] target) throws Exception {
        target[0] = take();
        return 1;
    }

    /** Waits for an element, and reads what comes within some time after it, up to a number. Not every pipe can. */
    default List<Integer> takeBatch(int max, int lingerMillis) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Writes an element if there is room. Not every pipe can. */
    default boolean offer(Integer element) {
        throw new UnsupportedOperationException();
    }

    /** Reads an element, or returns null if there is none. Not every pipe can. */
    default Integer poll() {
        throw new UnsupportedOperationException();
    }

    /** Returns how many elements are there. Not every pipe can. */
    default int size() {
        throw new UnsupportedOperationException();
    }

    /** Returns what the pipe knows about itself, by default its size. */
    default Object stats() {
        return size();
    }
}
