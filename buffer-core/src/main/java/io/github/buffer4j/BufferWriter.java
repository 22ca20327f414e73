package io.github.buffer4j;

import java.time.Duration;

/**
 * The writing end of a {@link Buffer}, for code that only produces:
 *
 * <pre>{@code
 * void export(BufferWriter<Row> rows, ResultSet results) throws InterruptedException {
 *     try {
 *         while (results.next()) {
 *             rows.add(new Row(results)); // waits, overwrites or grows, by kind of buffer
 *         }
 *         rows.closeWrite(); // readers get what is left, then the end
 *     } catch (SQLException e) {
 *         rows.closeWrite(e); // readers get what is left, then the cause
 *     }
 * }
 * }</pre>
 *
 * A request that must not wait indefinitely uses a time-out:
 *
 * <pre>{@code
 * boolean accepted = orders.offer(order, Duration.ofSeconds(2)); // false: nothing was written
 * }</pre>
 *
 * <p>Safe for use by any number of threads. Elements of one writer are read in the order in which they were written;
 * the elements of one bulk call stay together: no other writer's element lands between them. Elements are never null.
 *
 * <p>What happens when the buffer is full depends on its kind: a {@link BlockBuffer} makes {@code add} and {@code
 * write} wait, a {@link RingBuffer} overwrites the oldest element, a {@link GrowableBuffer} grows. The {@code offer}
 * methods never throw because of the buffer's state. Elements that were not written because the buffer was full or
 * closed are counted in {@link BufferStats#rejected()}, whichever method was called.
 *
 * <p>If the thread is interrupted on entry, a method that declares {@link InterruptedException} throws it without any
 * effect, even if it would not have waited. (Calls for zero elements return first.) If an interrupt arrives as the wait
 * succeeds, the call returns normally with the interrupt status set.
 *
 * <p>Storage is allocated as elements are written. A write that cannot allocate storage throws {@link OutOfMemoryError}
 * and leaves the buffer unchanged.
 *
 * <p>Memory consistency effects: actions in a thread prior to writing an element <i>happen-before</i> actions
 * subsequent to reading that element in another thread. Actions prior to {@link #closeWrite()} <i>happen-before</i>
 * actions in another thread after it has seen the end of the stream.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
public interface BufferWriter<E> {

    /**
     * Writes one element. If the buffer is full, a {@link BlockBuffer} waits for room, a {@link RingBuffer} overwrites
     * its oldest element and a {@link GrowableBuffer} grows.
     *
     * @param element the element, not null
     * @throws NullPointerException if the element is null
     * @throws BufferClosedException if writing has ended, before or during the wait; the element was not written
     * @throws BufferFullException if the buffer is a growable one at its maximum capacity; the element was not written
     * @throws InterruptedException if interrupted on entry or while waiting; the element was not written
     * @throws OutOfMemoryError if there is no memory for the element's storage; the element was not written
     */
    void add(E element) throws InterruptedException;

    /**
     * Writes a run of elements: writes all of them, or throws an exception that says how many were written. A run
     * longer than the capacity of a {@link BlockBuffer} is written in parts, as readers make room, and stays
     * contiguous. A {@link RingBuffer} accepts all elements, and all but the last {@link Buffer#capacity()} are
     * overwritten. A {@link GrowableBuffer} accepts the whole run or nothing, and grows once.
     *
     * <p>The array must not change before the call returns.
     *
     * @param source the array that holds the elements
     * @param offset the index of the first element, 0 or more
     * @param length the number of elements, 0 or more; 0 returns at once in every state
     * @throws NullPointerException if the array or an element of the run is null; nothing was written
     * @throws IndexOutOfBoundsException if the run does not lie within the array; nothing was written
     * @throws BufferClosedException if writing has ended, before or during the call; {@link
     *     BufferClosedException#written()} elements were written
     * @throws BufferFullException if the run does not fit a growable buffer's maximum capacity; nothing was written
     * @throws InterruptedWriteException if interrupted on entry or while waiting; {@link
     *     InterruptedWriteException#written()} elements were written
     * @throws InterruptedException always of the type {@link InterruptedWriteException}
     * @throws OutOfMemoryError if there is no memory for the elements' storage; nothing was written, unless the
     *     capacity was raised during the call
     */
    void write(E[] source, int offset, int length) throws InterruptedException;

    /**
     * Writes a whole array, like {@link #write(Object[], int, int) write(source, 0, source.length)}.
     *
     * @param source the elements
     * @throws NullPointerException if the array or an element is null; nothing was written
     * @throws BufferClosedException if writing has ended, before or during the call
     * @throws BufferFullException if the array does not fit a growable buffer's maximum capacity; nothing was written
     * @throws InterruptedWriteException if interrupted on entry or while waiting
     * @throws InterruptedException always of the type {@link InterruptedWriteException}
     * @throws OutOfMemoryError as {@link #write(Object[], int, int)} does
     */
    default void write(E[] source) throws InterruptedException {
        write(source, 0, source.length);
    }

    /**
     * Writes one element if that is possible at once. Never waits for room and never throws because of the buffer's
     * state.
     *
     * @param element the element, not null
     * @return true if the element was written; false if the buffer is full, closed, or in the middle of another
     *     thread's bulk write
     * @throws NullPointerException if the element is null
     * @throws OutOfMemoryError if there is no memory for the element's storage; the element was not written
     */
    boolean offer(E element);

    /**
     * Writes one element, waiting at most the given time for room. Only a {@link BlockBuffer} waits: a {@link
     * RingBuffer} always has room, and a {@link GrowableBuffer} at its maximum capacity returns false at once.
     *
     * @param element the element, not null
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return true if the element was written; false if there was no room in time or writing has ended
     * @throws NullPointerException if the element or the timeout is null
     * @throws InterruptedException if interrupted on entry or while waiting; the element was not written
     * @throws OutOfMemoryError if there is no memory for the element's storage; the element was not written
     */
    boolean offer(E element, Duration timeout) throws InterruptedException;

    /**
     * Writes as many elements of a run as fit at once, from its start. Never waits for room and never throws because of
     * the buffer's state.
     *
     * @param source the array that holds the elements
     * @param offset the index of the first element, 0 or more
     * @param length the number of elements, 0 or more; 0 returns at once in every state
     * @return how many elements were written, 0 to {@code length}
     * @throws NullPointerException if the array or an element of the run is null; nothing was written
     * @throws IndexOutOfBoundsException if the run does not lie within the array; nothing was written
     * @throws OutOfMemoryError if there is no memory for the elements' storage; nothing was written
     */
    int offer(E[] source, int offset, int length);

    /**
     * Ends writing gracefully: readers receive the remaining elements and then the end of the stream. Waiting writers
     * fail with {@link BufferClosedException}. No element enters after this method has returned, except elements that a
     * reader puts back.
     *
     * @return true if this call ended writing; false if it had ended already
     */
    boolean closeWrite();

    /**
     * Ends writing gracefully because of an error: readers receive the remaining elements and then a {@link
     * BufferClosedException} with the cause. Waiting writers fail with one at once. No element enters after this method
     * has returned, except elements that a reader puts back.
     *
     * @param cause why writing has ended, not null
     * @return true if this call ended writing; false if it had ended already; the cause is then unchanged
     * @throws NullPointerException if the cause is null
     */
    boolean closeWrite(Throwable cause);
}
