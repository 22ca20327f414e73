package io.github.buffer4j;

import java.time.Duration;

/**
 * The writing end of a {@link Buffer}. Code that only produces takes this type.
 *
 * <p>Safe for use by any number of threads. Elements of one writer are read in the order in which they were written;
 * the elements of one bulk call stay together, no other writer's element lands between them. Elements are never null.
 *
 * <p>What happens when the buffer is full depends on its kind: a {@link BlockBuffer} makes {@code add} and {@code
 * write} wait, a {@link RingBuffer} overwrites the oldest element, a {@link GrowableBuffer} grows. The {@code offer}
 * methods never throw for the state of the buffer: the elements they refuse are counted in {@link
 * BufferStats#rejected()}, as are those that an {@code add} or {@code write} could not place because the buffer was
 * closed or full.
 *
 * <p>A method that declares {@link InterruptedException} throws it on entry if the thread's interrupt flag is set,
 * having done nothing, whatever the kind of buffer, unless it is given 0 elements. If the interrupt and the success of
 * a wait coincide, the call succeeds and the flag stays set.
 *
 * <p>Memory effects: what a thread did before it wrote an element happens-before what another thread does after it has
 * read that element.
 *
 * @param <E> the type of the elements
 */
public interface BufferWriter<E> {

    /**
     * Writes one element; waits, evicts the oldest or grows if the buffer is full, depending on its kind.
     *
     * @param element the element, not null
     * @throws NullPointerException if the element is null
     * @throws BufferClosedException if writing has ended, before or during the wait; the element was not written
     * @throws BufferFullException if the buffer is a growable one at its maximum capacity; the element was not written
     * @throws InterruptedException if interrupted on entry or while waiting; the element was not written
     */
    void add(E element) throws InterruptedException;

    /**
     * Writes a run of elements: all of them, or an exception that tells how many went in. A run longer than the
     * capacity of a {@link BlockBuffer} goes through in pieces, as readers make room, and stays contiguous. Into a
     * {@link RingBuffer} all elements are written, and all but the last {@link Buffer#capacity()} are overwritten. A
     * {@link GrowableBuffer} takes all of the run or nothing, and grows once.
     *
     * <p>The array must not change before the call returns.
     *
     * @param source the array that holds the elements
     * @param offset the index of the first element, 0 or more
     * @param length the number of elements, 0 or more; 0 returns at once in every state
     * @throws NullPointerException if the array or an element of the run is null; nothing was written
     * @throws IndexOutOfBoundsException if the run does not lie within the array; nothing was written
     * @throws BufferClosedException if writing has ended, before or during the call;
     *     {@link BufferClosedException#written()} elements went in
     * @throws BufferFullException if the run does not fit a growable buffer's maximum capacity; nothing was written
     * @throws InterruptedWriteException if interrupted on entry or while waiting;
     *     {@link InterruptedWriteException#written()} elements went in
     * @throws InterruptedException never other than as {@link InterruptedWriteException}
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
     * @throws InterruptedException never other than as {@link InterruptedWriteException}
     */
    default void write(E[] source) throws InterruptedException {
        write(source, 0, source.length);
    }

    /**
     * Writes one element if that is possible now. Never waits and never throws for the state of the buffer.
     *
     * @param element the element, not null
     * @return true if the element was written; false if the buffer is full, closed, or in the middle of another
     *     thread's bulk write
     * @throws NullPointerException if the element is null
     */
    boolean offer(E element);

    /**
     * Writes one element, waiting at most the given time for room. Only a {@link BlockBuffer} waits: a
     * {@link RingBuffer} always has room, and a {@link GrowableBuffer} at its maximum capacity answers at once.
     *
     * @param element the element, not null
     * @param timeout how long to wait at most; zero or less means one try
     * @return true if the element was written; false if there was no room in time or writing has ended
     * @throws NullPointerException if the element or the timeout is null
     * @throws InterruptedException if interrupted on entry or while waiting; the element was not written
     */
    boolean offer(E element, Duration timeout) throws InterruptedException;

    /**
     * Writes as many elements of a run as fit now, from its start. Never waits and never throws for the state of the
     * buffer.
     *
     * @param source the array that holds the elements
     * @param offset the index of the first element, 0 or more
     * @param length the number of elements, 0 or more; 0 returns at once in every state
     * @return how many elements were written, 0 to {@code length}
     * @throws NullPointerException if the array or an element of the run is null; nothing was written
     * @throws IndexOutOfBoundsException if the run does not lie within the array; nothing was written
     */
    int offer(E[] source, int offset, int length);

    /**
     * Ends writing gracefully: readers get what is left and then the end of the stream. Writers that wait fail with
     * {@link BufferClosedException}. Nothing enters after this method has returned.
     *
     * @return true if this call ended writing; false if it had ended already
     */
    boolean closeWrite();

    /**
     * Ends writing gracefully because of an error: readers get what is left and then a {@link BufferClosedException}
     * with the cause. Writers that wait fail with {@link BufferClosedException}. Nothing enters after this method has
     * returned.
     *
     * @param cause why writing has ended, not null
     * @return true if this call ended writing; false if it had ended already, which leaves the cause as it was
     * @throws NullPointerException if the cause is null
     */
    boolean closeWrite(Throwable cause);
}
