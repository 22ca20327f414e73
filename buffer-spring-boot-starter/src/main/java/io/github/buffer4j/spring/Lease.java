package io.github.buffer4j.spring;

import io.github.buffer4j.Envelope;
import java.util.List;

/**
 * Elements that were leased from a {@link LeasingReader}, until they are acknowledged or given back. Safe for use by
 * any number of threads.
 *
 * @param <E> the type of the elements
 */
public interface Lease<E> {

    /**
     * Returns the elements, oldest first, with their sequence numbers. They have no contexts.
     *
     * @return an immutable list, not empty
     */
    List<Envelope<E>> envelopes();

    /**
     * Returns how often an element was leased before this time.
     *
     * @param index the index of the element in {@link #envelopes()}
     * @return 0 or more, exact up to 255
     */
    int redeliveries(int index);

    /**
     * Acknowledges all elements: they are not delivered again. Has no effect if the lease is closed, and then returns
     * the result of the call that has closed it, without asking the server. If this fails with an exception, the lease
     * may be closed all the same: then it ends by itself unless it was acknowledged.
     *
     * @return false if the lease had ended before, or may have: its elements may be delivered twice
     */
    boolean acknowledge();

    /**
     * Returns elements to the front of the buffer, in their order, and acknowledges the others. They do not count as
     * redelivered. Has no effect if the lease is closed, like {@link #acknowledge()}.
     *
     * @param indexes the indexes of the elements to give back, ascending
     * @return false if the lease had ended before, or may have: its elements may be delivered twice
     */
    boolean giveBack(List<Integer> indexes);

    /**
     * Returns whether the lease was acknowledged or given back, or its client was detached.
     *
     * @return whether nothing can be done with it any more
     */
    boolean isClosed();
}
