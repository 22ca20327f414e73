package io.github.buffer4j;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a {@link Buffer}, for code that only consumes. A loop over single elements, until the end of the
 * stream:
 *
 * <pre>{@code
 * for (Order order = orders.next(); order != null; order = orders.next()) {
 *     ship(order);
 * }
 * }</pre>
 *
 * A loop over batches of at most 500 elements, each collected for at most 50 ms:
 *
 * <pre>{@code
 * for (List<Row> batch = rows.readBatch(500, Duration.ofMillis(50));
 *         !batch.isEmpty();
 *         batch = rows.readBatch(500, Duration.ofMillis(50))) {
 *     store(batch);
 * }
 * }</pre>
 *
 * A consumer that owns the buffer always closes it, so that no writer waits indefinitely:
 *
 * <pre>{@code
 * try (Buffer<Order> orders = new BlockBuffer<>(512)) {
 *     startWriters(orders);
 *     orders.forEach(this::ship);
 * }
 * }</pre>
 *
 * <p>Safe for use by any number of threads; each element goes to exactly one reader, in first-in-first-out order.
 *
 * <p>After {@link BufferWriter#closeWrite()}, readers see the end of the stream once the last element was read. An
 * error is never reported as the end of the stream but as a {@link BufferClosedException}: after {@link
 * BufferWriter#closeWrite(Throwable)} once the last element was read, after {@link Buffer#close()} and {@link
 * Buffer#closeWithError(Throwable)} at once. {@link #poll(Duration)} and the methods that never wait for an element do
 * not throw because of the buffer's state. All methods acquire the lock of the buffer, and may wait for its owner.
 *
 * <p>If the thread is interrupted on entry, a method that declares {@link InterruptedException} throws it without any
 * effect, even if it would not have waited. (Calls for zero elements return first.) If an interrupt arrives as the wait
 * succeeds, the call returns normally with the interrupt status set. No element is lost to an interrupt.
 *
 * <p>Memory consistency effects: actions in a thread prior to writing an element <i>happen-before</i> actions
 * subsequent to reading that element in another thread. Actions prior to closing the buffer <i>happen-before</i>
 * actions in another thread after it has seen the end of the stream or the exception.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
public interface BufferReader<E> {

    /**
     * Reads the oldest element; waits while there is none.
     *
     * @return the element, or null at the end of the stream
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    @Nullable
    E next() throws InterruptedException;

    /**
     * Reads the oldest element together with its sequence number and the context it was written in; waits while there
     * is none.
     *
     * @return the element in its envelope, or null at the end of the stream
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    @Nullable
    Envelope<E> nextEnvelope() throws InterruptedException;

    /**
     * Reads the available elements, at least one and at most {@code length}; waits while there is none, but not until
     * the array is full.
     *
     * @param target where the elements go
     * @param offset the index for the first element, 0 or more
     * @param length how many elements to read at most, 0 or more; 0 returns 0 at once in every state
     * @return how many elements were read, 1 to {@code length}, or -1 at the end of the stream
     * @throws NullPointerException if the array is null
     * @throws IndexOutOfBoundsException if the run does not lie within the array
     * @throws ArrayStoreException if an element does not fit the array's type; all elements stay in the buffer
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    int read(@Nullable E[] target, int offset, int length) throws InterruptedException;

    /**
     * Reads into a whole array, like {@link #read(Object[], int, int) read(target, 0, target.length)}.
     *
     * @param target where the elements go
     * @return how many elements were read, or -1 at the end of the stream; 0 only for an empty array
     * @throws NullPointerException if the array is null
     * @throws ArrayStoreException if an element does not fit the array's type; all elements stay in the buffer
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    default int read(@Nullable E[] target) throws InterruptedException {
        return read(target, 0, target.length);
    }

    /**
     * Reads the oldest element if there is one. Never waits for an element.
     *
     * @return the element, or null if there is none, or the stream has ended
     */
    @Nullable
    E poll();

    /**
     * Reads the oldest element, waiting at most the given time for one.
     *
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return the element, or null if none came in time or the stream has ended, with or without an error
     * @throws NullPointerException if the timeout is null
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    @Nullable
    E poll(Duration timeout) throws InterruptedException;

    /**
     * Reads a batch: waits for a first element without a time limit, then collects elements until there are {@code
     * max}, the linger time has elapsed since the first one was taken, or the stream has ended. While it collects, the
     * reader does not wake up for each element, but only when its batch is complete, its time has elapsed, the buffer
     * is full or a writer waits. An interrupt, a lack of memory or {@link Buffer#close()} during that time ends the
     * batch early: the elements collected so far are returned. After an interrupt the thread's interrupt status is set;
     * after {@code close()} the next call throws.
     *
     * @param max how many elements to read at most, 1 or more
     * @param linger how long to collect after the first element; zero or less reads what is available
     * @return an unmodifiable list of 1 to {@code max} elements, oldest first; empty at the end of the stream
     * @throws NullPointerException if the linger time is null
     * @throws IllegalArgumentException if {@code max} is less than 1: an empty list means the end
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed, before the first
     *     element
     * @throws InterruptedException if interrupted on entry or while waiting for the first element
     */
    List<E> readBatch(int max, Duration linger) throws InterruptedException;

    /**
     * Reads a batch like {@link #readBatch}, each element together with its sequence number and the context it was
     * written in.
     *
     * @param max how many elements to read at most, 1 or more
     * @param linger how long to collect after the first element; zero or less reads what is available
     * @return an unmodifiable list of 1 to {@code max} elements in their envelopes, oldest first; empty at the end of
     *     the stream
     * @throws NullPointerException if the linger time is null
     * @throws IllegalArgumentException if {@code max} is less than 1: an empty list means the end
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed, before the first
     *     element
     * @throws InterruptedException if interrupted on entry or while waiting for the first element
     */
    List<Envelope<E>> readEnvelopes(int max, Duration linger) throws InterruptedException;

    /**
     * Moves the available elements to a collection. Never waits for an element. The collection is called without any
     * lock held.
     *
     * <p>If the collection throws, the exception is propagated, and the elements that it did not accept are put back at
     * the front of the buffer, as with {@link #putBack}.
     *
     * @param target where the elements go
     * @param max how many elements to move at most, 0 or more
     * @return how many elements were moved
     * @throws NullPointerException if the collection is null
     * @throws IllegalArgumentException if {@code max} is negative, or the collection is a view of this buffer
     */
    int drainTo(Collection<? super E> target, int max);

    /**
     * Calls an action for each element, until the end of the stream; waits while there is none. If the buffer was built
     * with a {@link ContextCarrier}, each action runs in the context that its element was written in.
     *
     * <p>An exception of the action is propagated to the caller. Its element counts as read, and the buffer stays open:
     * if no other thread reads, writers may wait for room indefinitely. A consumer that stops reading closes the
     * buffer:
     *
     * <pre>{@code
     * try {
     *     orders.forEach(this::handle);
     * } catch (Throwable e) {
     *     orders.closeWithError(e);
     *     throw e;
     * }
     * }</pre>
     *
     * @param action what to do with each element
     * @throws NullPointerException if the action is null
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    default void forEach(Consumer<? super E> action) throws InterruptedException {
        Objects.requireNonNull(action, "action");
        for (E element = next(); element != null; element = next()) {
            action.accept(element);
        }
    }

    /**
     * Returns a lazy stream that reads from this buffer: each element it delivers has left the buffer, and it waits
     * while there is none. It ends where the buffer's stream ends. A parallel stream does not split the source.
     *
     * <p>A stream that is not consumed to its end should be closed. Until then its thread counts as still processing an
     * element, and an orderly shutdown waits for it.
     *
     * <p>The stream's operations throw {@link BufferClosedException} where {@link #next()} does. If the thread is
     * interrupted, they throw {@link java.util.concurrent.CancellationException} with the interrupt status set.
     *
     * @return the stream
     */
    default Stream<E> stream() {
        return StreamSupport.stream(new ReadingSpliterator<>(this, () -> {}, () -> {}), false);
    }

    /**
     * Returns the oldest element and leaves it in the buffer. Never waits for an element.
     *
     * @return the element, or null if there is none
     */
    @Nullable
    E peek();

    /**
     * Copies the elements and leaves them in the buffer. Never waits for an element; works in every state.
     *
     * @return an unmodifiable list, oldest first
     */
    List<E> snapshot();

    /**
     * Skips the oldest elements, which count as discarded. Never waits for an element.
     *
     * @param max how many elements to skip at most, 0 or more
     * @return how many elements were skipped
     * @throws IllegalArgumentException if {@code max} is negative
     */
    int discard(int max);

    /**
     * Puts elements that were read but not handled back at the front, in their order, regardless of the capacity. Never
     * waits for room.
     *
     * <p>They count as written again and keep their age. They get the sequence numbers just before that of the oldest
     * element, which are their original ones unless other threads have read meanwhile. Elements that cannot be put
     * back, because the buffer has ended or a {@link RingBuffer} has filled up again, count as discarded and are passed
     * to the {@link DropListener}. The caller's context is captured, as by the methods that write.
     *
     * @param elements the elements, oldest first; may be empty
     * @throws NullPointerException if the list or an element is null; nothing changes
     * @throws OutOfMemoryError if there is no memory for the elements' storage; nothing changes
     */
    void putBack(List<? extends E> elements);

    /**
     * Puts elements back like {@link #putBack}, each with the context of its envelope. The sequence numbers of the
     * envelopes are ignored. An implementation without contexts need not override this method.
     *
     * @param envelopes the elements in their envelopes, oldest first; may be empty
     * @throws NullPointerException if the list, an envelope or an element is null; nothing changes
     * @throws OutOfMemoryError if there is no memory for the elements' storage; nothing changes
     */
    default void putBackEnvelopes(List<? extends Envelope<? extends E>> envelopes) {
        putBack(envelopes.stream().map(Envelope::element).toList());
    }

    /**
     * Returns the carrier of the contexts of the elements, for code that reads envelopes and handles each element
     * within its context. The carrier does not throw: exceptions of the one that was given to {@link
     * BufferBuilder#context} are logged, and the code then runs without a context.
     *
     * @return the carrier, or null if elements have no contexts
     */
    default @Nullable ContextCarrier contextCarrier() {
        return null;
    }
}
