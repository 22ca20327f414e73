package io.github.buffer4j.spring;

import io.github.buffer4j.StreamingBuffer;

/**
 * A buffer whose elements are on a server, so that several JVMs write to it and read from it. This object is one
 * client of it. Closing it ends the buffer for all clients; a client that only leaves is {@linkplain #detach()
 * detached}, which is what happens when its application shuts down.
 *
 * <p>The totals of {@link #stats()} are those of all clients. How many threads wait, and for how long, is known of this
 * client only.
 *
 * <p>Safe for use by any number of threads.
 */
public interface SharedBuffer extends StreamingBuffer {

    /**
     * Returns what holds the elements.
     *
     * @return the name of the backend, such as {@code redis}
     */
    String backend();

    /**
     * Returns the generation of the buffer, which identifies its contents: a server that has lost them, as after a
     * restart without persistence, has another generation or none.
     *
     * @return the generation that this client was attached to
     */
    String generation();

    /**
     * Returns what this client knows by itself. Never fails, and does not ask the server.
     *
     * @return the current values
     */
    ClientStats clientStats();

    /**
     * Leaves the buffer without ending it. From then on this client is like a closed buffer: calls that write, read,
     * lease or resize fail, as do waiting threads, and the others find nothing and change nothing. Elements cannot be
     * put back any more, and the capacity and the totals are the last ones known. Elements that were leased and are not
     * handled yet stay leased until their lease ends. Has no effect if the client is detached already.
     */
    void detach();
}
