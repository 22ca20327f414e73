package io.github.buffer4j.spring;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Buffer} from which elements are leased instead of taken: an element that is not acknowledged goes back to
 * the front of the buffer when its lease ends, and is delivered again. So each element is delivered at least once, even
 * if the JVM that had it dies.
 *
 * <p>A lease is renewed by its client until it is acknowledged or given back. The stream has ended when the buffer is
 * empty and no element is leased. Leased elements count as read; those that go back count as written again.
 *
 * @param <E> the type of the elements
 */
public interface LeasingReader<E> {

    /**
     * Acknowledges leases, and leases elements in the same step: waits for the first one without limit, and then for
     * others at most for a time, like {@link Buffer#readBatch}.
     *
     * <p>The leases to acknowledge are closed first, even if this method waits or fails afterwards. If it fails and it
     * is unknown whether they were acknowledged, {@link Lease#acknowledge()} returns false for them. Elements that may
     * have been leased then are delivered again.
     *
     * @param max the maximum number of elements, 1 or more
     * @param linger the maximum time to wait for others after the first element
     * @param handled leases to acknowledge; may be empty. Those that are closed are ignored
     * @return the lease, with at least one element; null at the end of the stream
     * @throws IllegalArgumentException if max is less than 1
     * @throws BufferClosedException if the buffer was closed, or closed for writing with a cause and is empty
     * @throws InterruptedException if interrupted on entry or while waiting; nothing stays leased
     */
    @Nullable
    Lease<E> lease(int max, Duration linger, Collection<? extends Lease<E>> handled) throws InterruptedException;
}
