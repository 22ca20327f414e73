package io.github.buffer4j;

import java.util.concurrent.BlockingQueue;

/**
 * A thread-safe streaming buffer that hands elements from writers to readers in first-in-first-out order. Unlike a
 * {@link BlockingQueue} it can be closed, has an end of stream, passes errors on, moves elements in
 * bulk and counts what it does.
 *
 * <p>Use {@link BlockBuffer} where nothing may be lost and memory is bounded, {@link RingBuffer} where only the latest
 * elements matter, and {@link GrowableBuffer} where the writer must never wait. Code that only writes or only reads
 * takes the {@link BufferWriter} or {@link BufferReader} end.
 *
 * <h2>States</h2>
 *
 * A buffer is {@link BufferState#OPEN} until one of its ends is closed. {@link #closeWrite()} is graceful: readers
 * drain what is left ({@link BufferState#DRAINING}) and then see the end ({@link BufferState#DRAINED}). {@link
 * #close()} and {@link #closeWithError(Throwable)} end both sides at once ({@link BufferState#CLOSED}): elements that
 * are left are dropped and counted, every waiter wakes, writers and readers get a {@link BufferClosedException}.
 * {@code DRAINED} and {@code CLOSED} are final, and the first cause wins.
 *
 * <h2>Threads, order and memory</h2>
 *
 * Every method may be called by any thread at any time. What a thread did before it wrote an element happens-before
 * what another thread does after it has read that element. What a thread did before {@link #closeWrite()}, {@link
 * #close()} or {@link #closeWithError} happens-before what another thread does after it has seen the end, the
 * exception, or {@link #awaitDrained} return true. Elements are never null, and a buffer keeps no reference to an
 * element that has left it. No code of the user's runs while the buffer's lock is held.
 *
 * <p>A thread of a {@link java.util.concurrent.ForkJoinPool} that waits here without a time limit, or for a second or
 * more, is compensated for, as with the queues of {@link java.util.concurrent}. A pool that refuses to compensate
 * makes it wait without that.
 *
 * @param <E> the type of the elements
 */
public interface Buffer<E> extends StreamingBuffer, BufferWriter<E>, BufferReader<E> {

    /**
     * Starts building a buffer with options. {@code new BlockBuffer<>(512)} is the short way for one without.
     *
     * @param <E> the type of the elements
     * @return a new builder
     */
    static <E> BufferBuilder<E> builder() {
        return new BufferBuilder<>();
    }

    /**
     * Returns a view of this buffer as a queue, for executors and libraries that take one. The view and the buffer
     * share elements and statistics. A queue has no end: code that needs to see the end of the stream reads the buffer
     * instead.
     *
     * <table>
     * <caption>The methods of the queue by the state of the buffer</caption>
     * <thead>
     * <tr><th scope="col">queue</th><th scope="col">open</th><th scope="col">draining</th>
     *     <th scope="col">drained, closed</th></tr>
     * </thead>
     * <tbody>
     * <tr><th scope="row">{@code put}</th><td>as {@link #add(Object)}: waits, overwrites or grows by kind</td>
     *     <td>{@link BufferClosedException}</td><td>{@link BufferClosedException}</td></tr>
     * <tr><th scope="row">{@code offer}, timed {@code offer}</th><td>as {@link #offer(Object)}; false if full</td>
     *     <td>false</td><td>false</td></tr>
     * <tr><th scope="row">{@code add}</th><td>as {@code offer}; {@link IllegalStateException} if full</td>
     *     <td>{@link BufferClosedException}</td><td>{@link BufferClosedException}</td></tr>
     * <tr><th scope="row">{@code take}</th><td>waits for an element</td><td>the element</td>
     *     <td>waits until interrupted</td></tr>
     * <tr><th scope="row">timed {@code poll}</th><td>waits for an element, or null</td><td>the element</td>
     *     <td>waits for the given time, then null</td></tr>
     * <tr><th scope="row">{@code poll}, {@code peek}</th><td>the element, or null</td><td>the element</td>
     *     <td>null</td></tr>
     * <tr><th scope="row">{@code remove()}, {@code element}</th><td>the element, or
     *     {@link java.util.NoSuchElementException}</td><td>the element</td>
     *     <td>{@link java.util.NoSuchElementException}</td></tr>
     * <tr><th scope="row">{@code remainingCapacity}</th><td>capacity less size, for a ring too, or
     *     {@link Integer#MAX_VALUE} where nothing bounds it</td><td>0</td><td>0</td></tr>
     * </tbody>
     * </table>
     *
     * <p>{@code clear} is {@link #reset()}. Iterators, streams and {@code contains} see a snapshot. Elements leave at
     * the front only: iterators do not remove, and {@code remove(Object)} returns false for whatever it is given.
     *
     * <p>As the queue of a {@link java.util.concurrent.ThreadPoolExecutor} a {@link BlockBuffer} bounds the tasks that
     * wait: when it is full or closed, the executor starts threads up to its maximum and then rejects. A {@link
     * RingBuffer} drops the oldest task, whose future never completes; a {@link DropListener} can cancel it. To end,
     * shut the executor down and then close the buffer, which hands its listener the task that came in between. If the
     * buffer ends first, the executor's threads wait until the executor is shut down, which interrupts them, or until
     * their keep-alive time is over. Such a thread is no waiting reader: it is neither counted in {@link #stats()} nor
     * compensated for by a {@link java.util.concurrent.ForkJoinPool}.
     *
     * @return a new view; two views of one buffer are not equal
     */
    default BlockingQueue<E> asBlockingQueue() {
        return new BufferQueue<>(this);
    }
}
