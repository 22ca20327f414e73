package io.github.buffer4j;

/**
 * A buffer of bounded capacity whose writers wait while it is full (backpressure).
 *
 * <p>Use it where nothing may be lost and memory is bounded. The price is that a slow reader also delays the writers;
 * {@link #offer(Object)} and {@link #offer(Object, java.time.Duration)} limit the delay. A {@link #write} longer than
 * the capacity is written in parts and stays contiguous; until it completes, there is no room for other writers.
 *
 * <p>Threads, order, nulls, closing, interrupts and memory effects are those of {@link Buffer}. The lock is not fair,
 * and the order in which waiting threads proceed is not defined.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
public final class BlockBuffer<E> extends AbstractBuffer<E> {

    /**
     * Creates an open, empty buffer without options. Storage is not allocated here but as elements are written, up to
     * the capacity, and is then kept.
     *
     * @param capacity how many elements fit, 1 to 1,073,741,824
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public BlockBuffer(int capacity) {
        this(Buffer.builder(), capacity);
    }

    BlockBuffer(BufferBuilder<E> options, int capacity) {
        super(options, BufferKind.BLOCK, room(BufferBuilder.DEFAULT_INITIAL_CAPACITY, capacity));
    }
}
