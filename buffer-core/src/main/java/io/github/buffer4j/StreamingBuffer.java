package io.github.buffer4j;

import io.github.buffer4j.ReaderThread.Activity;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a buffer that does not depend on the type of its elements, for meters, endpoints and an orderly shutdown.
 * Sizes, capacities and counts are in the units that the buffer holds, elements for a {@link Buffer}.
 *
 * <p>Every method may be called by any thread at any time. Only {@link #awaitDrained} and {@link #awaitIdle}
 * wait for other threads; all others may wait for the lock of the buffer.
 *
 * @since 0.1.0
 */
public interface StreamingBuffer extends AutoCloseable {

    /**
     * Returns the name that the buffer was built with, for messages, logs and metrics.
     *
     * @return the name, "" if none was given
     */
    String name();

    /**
     * Returns what this buffer does when it is full.
     *
     * @return the kind; null if this implementation is none of the three
     */
    default @Nullable BufferKind kind() {
        return null;
    }

    /**
     * Returns how many elements are in the buffer.
     *
     * @return the number of elements, 0 or more; 0 once drained or closed
     */
    int size();

    /**
     * Returns how many elements the buffer can hold.
     *
     * @return the capacity in elements, 1 or more; {@link Integer#MAX_VALUE} if it is unbounded
     */
    int capacity();

    /**
     * Drops all elements and counts them as discarded. The totals are not reset. Waiting writers proceed, and a
     * draining buffer becomes drained.
     *
     * @return how many elements were dropped; 0 once drained or closed
     */
    int reset();

    /**
     * Changes the capacity. Allocates no storage. With a larger capacity, waiting writers proceed. With a smaller one,
     * a {@link BlockBuffer} and a {@link GrowableBuffer} keep their elements and admit no others until the size is
     * below the new capacity; a {@link RingBuffer} evicts the oldest elements and counts them as discarded.
     *
     * @param capacity the new capacity in elements, 1 to 1,073,741,824; for a growable buffer its maximum, or
     *     {@link Integer#MAX_VALUE} for none
     * @throws IllegalArgumentException if the capacity is out of range; nothing changes
     * @throws BufferClosedException if the buffer is drained or closed
     */
    void resize(int capacity);

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

    /**
     * Closes both ends at once because of an error. The remaining elements are dropped and counted, all waiting threads
     * wake up, and writers and readers receive a {@link BufferClosedException} with the cause. A cause that was given
     * to {@link #closeWrite(Throwable)} before takes precedence.
     *
     * @param cause why the buffer is closed, or null for none
     * @return true if this call closed the buffer; false if it was drained or closed already
     */
    boolean closeWithError(@Nullable Throwable cause);

    /**
     * Closes both ends at once, like {@link #closeWithError(Throwable) closeWithError(null)}. Readers receive a {@link
     * BufferClosedException} and not the end of the stream, because elements may have been dropped. Use {@link
     * #closeWrite()} to let them drain the remaining elements. Has no effect on a buffer that is drained or closed.
     */
    @Override
    void close();

    /**
     * Waits until the buffer is drained or closed.
     *
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return true if the buffer is drained or closed; false if the time elapsed first
     * @throws NullPointerException if the timeout is null
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    boolean awaitDrained(Duration timeout) throws InterruptedException;

    /**
     * Waits until the buffer is idle: it is empty, and no other thread may still have elements in hand that it has read
     * from it. A thread has its elements in hand until it waits in the buffer without a time limit, finds it empty
     * twice in a row, sees the end, leaves its {@link Buffer#forEach} or terminates.
     *
     * <p>Elements that a reader has handed to another thread are not known here. A writer may add an element before
     * this method returns. Actions of a reader before it returned <i>happen-before</i> actions after this method has
     * returned true. Intended for tests and for supervision.
     *
     * <p>The implementation in this interface is for buffers that give no signals: it checks {@link #size()} and {@link
     * #activity()} every 10 milliseconds, and knows of no thread if that is null.
     *
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return true if the buffer is idle; false if the time elapsed first
     * @throws NullPointerException if the timeout is null
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    default boolean awaitIdle(Duration timeout) throws InterruptedException {
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
        long begin = System.nanoTime();
        while (!Thread.interrupted()) {
            if (size() == 0 && !isHeld(activity())) {
                return true;
            }
            long left = nanos - (System.nanoTime() - begin);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(10)));
        }
        throw new InterruptedException();
    }

    private static boolean isHeld(@Nullable BufferActivity activity) {
        return activity != null
                && activity.readers().stream()
                        .anyMatch(reader ->
                                reader.activity() == Activity.HANDLING && reader.thread() != Thread.currentThread());
    }

    /**
     * Returns the cause that the buffer was closed with, by {@link #closeWrite(Throwable)} or {@link
     * #closeWithError(Throwable)}.
     *
     * @return the first cause, or null if there is none
     */
    @Nullable
    Throwable error();

    /**
     * Returns the state of the buffer.
     *
     * @return the current state
     */
    BufferState state();

    /**
     * Returns the totals and the current levels.
     *
     * @return one consistent snapshot
     */
    BufferStats stats();

    /**
     * Returns the threads that use this buffer: its readers, whether they may still be processing elements, and a
     * sample of its writers. Intended for supervision and for an orderly shutdown.
     *
     * @return a consistent snapshot; null if this implementation does not track its threads
     */
    default @Nullable BufferActivity activity() {
        return null;
    }

    /**
     * Returns the listener that was given to {@link BufferBuilder#residenceListener}, so that code that supervises this
     * buffer can recognize its own.
     *
     * @return the listener, or null if there is none
     */
    default @Nullable LongConsumer residenceListener() {
        return null;
    }
}
