package io.github.buffer4j.spring.redis.benchmark;

import java.util.List;

/** A queue on a Redis server as one of the clients offers it. */
interface SharedQueue extends AutoCloseable {

    /** Adds one element. */
    void add(byte[] element) throws Exception;

    /** Adds all elements, in one round trip if the client can. */
    void addAll(List<byte[]> elements) throws Exception;

    /** Waits for an element and removes it. */
    void remove() throws Exception;

    /** Waits for an element, and removes up to a number of them, which it returns. */
    int removeSome(int max) throws Exception;

    @Override
    void close();
}
