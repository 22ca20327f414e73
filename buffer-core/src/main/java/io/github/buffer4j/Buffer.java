package io.github.buffer4j;

import java.util.concurrent.BlockingQueue;

/**
 * A thread-safe streaming buffer that moves elements from writers to readers in first-in-first-out order. Unlike a
 * {@link BlockingQueue} it can be closed, has an end of stream, propagates errors, moves elements in bulk and keeps
 * statistics.
 *
 * <p>Use {@link BlockBuffer} where nothing may be lost and memory is bounded, {@link RingBuffer} where only the latest
 * elements matter, and {@link GrowableBuffer} where a writer must never wait. Code that only writes or only reads
 * takes a {@link BufferWriter} or a {@link BufferReader}.
 *
 * <table>
 * <caption>Summary of the methods</caption>
 * <thead>
 * <tr><td></td><th scope="col">waits</th><th scope="col">returns at once</th>
 *     <th scope="col">times out</th><th scope="col">bulk</th></tr>
 * </thead>
 * <tbody>
 * <tr><th scope="row">write</th><td>{@link #add(Object) add(element)}</td>
 *     <td>{@link #offer(Object) offer(element)}</td>
 *     <td>{@link #offer(Object, java.time.Duration) offer(element, timeout)}</td>
 *     <td>{@link #write(Object[]) write(array)}, {@link #offer(Object[], int, int) offer(array, offset, length)}</td>
 *     </tr>
 * <tr><th scope="row">read</th>
 *     <td>{@link #next() next()}, {@link #forEach forEach(action)}, {@link #stream() stream()}</td>
 *     <td>{@link #poll() poll()}</td><td>{@link #poll(java.time.Duration) poll(timeout)}</td>
 *     <td>{@link #read(Object[]) read(array)}, {@link #readBatch readBatch(max, linger)},
 *     {@link #drainTo drainTo(collection, max)}</td></tr>
 * <tr><th scope="row">inspect</th><td></td>
 *     <td>{@link #peek() peek()}, {@link #size() size()}, {@link #stats() stats()}</td>
 *     <td>{@link #awaitDrained awaitDrained(timeout)}</td><td>{@link #snapshot() snapshot()}</td></tr>
 * </tbody>
 * </table>
 *
 * <p>A producer and a consumer:
 *
 * <pre>{@code
 * class Producer implements Callable<Void> {
 *     private final BufferWriter<Line> lines;
 *
 *     Producer(BufferWriter<Line> lines) {
 *         this.lines = lines;
 *     }
 *
 *     public Void call() throws InterruptedException {
 *         for (Line line = produce(); line != null; line = produce()) {
 *             lines.add(line); // waits while the buffer is full
 *         }
 *         lines.closeWrite(); // the consumer drains what is left, then sees the end
 *         return null;
 *     }
 * }
 *
 * class Consumer implements Callable<Void> {
 *     private final Buffer<Line> lines;
 *
 *     Consumer(Buffer<Line> lines) {
 *         this.lines = lines;
 *     }
 *
 *     public Void call() throws InterruptedException {
 *         try {
 *             lines.forEach(this::consume); // returns at the end of the stream
 *             return null;
 *         } catch (Throwable e) {
 *             lines.closeWithError(e); // otherwise the producer might wait forever
 *             throw e;
 *         }
 *     }
 * }
 *
 * class Setup {
 *     void start(ExecutorService executor) {
 *         Buffer<Line> lines = new BlockBuffer<>(1024);
 *         executor.submit(new Producer(lines));
 *         executor.submit(new Consumer(lines));
 *     }
 * }
 * }</pre>
 *
 * <h2>States</h2>
 *
 * A buffer is {@link BufferState#OPEN} until one of its ends is closed. {@link #closeWrite()} is graceful: readers
 * drain the remaining elements ({@link BufferState#DRAINING}) and then see the end ({@link BufferState#DRAINED}).
 * {@link #close()} and {@link #closeWithError(Throwable)} close both ends at once ({@link BufferState#CLOSED}): the
 * remaining elements are dropped and counted, all waiting threads wake up, and writers and readers receive a {@link
 * BufferClosedException}. {@code DRAINED} and {@code CLOSED} are terminal, and the first cause wins.
 *
 * <h2>Threads and order</h2>
 *
 * Every method may be called by any thread at any time. Elements are never null, and a buffer keeps no reference to an
 * element that has left it. One lock guards a buffer; no code of the application runs while it is held. The lock is not
 * fair: a running thread may acquire it before a thread that has waited longer, and the order in which waiting threads
 * proceed is not defined. Methods that never wait for an element or for room still acquire the lock, and may wait for
 * its owner.
 *
 * <p>A thread of a {@link java.util.concurrent.ForkJoinPool} that waits here without a time limit, or for a second or
 * more, is compensated for, as with the queues of {@link java.util.concurrent}. If the pool refuses to compensate, the
 * thread waits without compensation.
 *
 * <p>Storage is allocated as elements are written. A write that cannot allocate storage throws {@link OutOfMemoryError}
 * and leaves the buffer unchanged.
 *
 * <p>Memory consistency effects: actions in a thread prior to writing an element <i>happen-before</i> actions
 * subsequent to reading that element in another thread. Actions prior to {@link #closeWrite()}, {@link #close()} or
 * {@link #closeWithError} <i>happen-before</i> actions in another thread after it has seen the end of the stream, the
 * exception, or {@link #awaitDrained} returning true.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
public interface Buffer<E> extends StreamingBuffer, BufferWriter<E>, BufferReader<E> {

    /**
     * Returns a builder for a buffer with options. For a buffer without options, use a constructor: {@code new
     * BlockBuffer<>(512)}.
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
     * <tr><th scope="row">{@code remainingCapacity}</th><td>capacity minus size, for a ring too, or
     *     {@link Integer#MAX_VALUE} if it is unbounded</td><td>0</td><td>0</td></tr>
     * </tbody>
     * </table>
     *
     * <p>{@code clear} is {@link #reset()}. Iterators, streams and {@code contains} see a snapshot. Elements leave at
     * the front only: iterators do not remove, and {@code remove(Object)} returns false for every argument.
     *
     * <p>As the queue of a {@link java.util.concurrent.ThreadPoolExecutor}, a {@link BlockBuffer} bounds the waiting
     * tasks: when it is full or closed, the executor starts threads up to its maximum and then rejects. A {@link
     * RingBuffer} drops the oldest task, whose future never completes; a {@link DropListener} can cancel it. To end,
     * shut the executor down and then close the buffer; its listener gets the tasks that entered in between. If the
     * buffer ends first, the workers wait until the executor is shut down, which interrupts them, or until their
     * keep-alive time has passed. A worker that waits in the view of an ended buffer is not a waiting reader: it is
     * neither counted in {@link #stats()} nor compensated for by a {@link java.util.concurrent.ForkJoinPool}.
     *
     * @return a new view; two views of one buffer are not equal
     */
    default BlockingQueue<E> asBlockingQueue() {
        return new BufferQueue<>(this);
    }
}
