package io.github.buffer4j.benchmark;

import java.util.List;

/** What hands elements from thread to thread: a buffer of this project or one of its peers. All but offers and polls wait. */
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

    /** Reads a first element, and those that come within some time after it, up to a number. Not for each pipe. */
    default List<Integer> takeBatch(int max, int lingerMillis) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Writes an element if there is room. Not for each pipe. */
    default boolean offer(Integer element) {
        throw new UnsupportedOperationException();
    }

    /** Reads an element, or returns null if there is none. Not for each pipe. */
    default Integer poll() {
        throw new UnsupportedOperationException();
    }

    /** Returns how many elements are there. Not for each pipe. */
    default int size() {
        throw new UnsupportedOperationException();
    }

    /** Returns all that the pipe knows about itself: the size, unless it knows more. */
    default Object stats() {
        return size();
    }
}
