package io.github.buffer4j;

/**
 * A buffer of bounded capacity that overwrites its oldest element when it is full.
 *
 * <p>Use it where only the latest elements matter: a sliding window, the last samples of a sensor. The writer never
 * waits for a reader. The price is that a slow reader misses elements; {@link BufferStats#overwritten()} counts them,
 * and a {@link DropListener} sees them.
 *
 * <p>Threads, order, nulls, closing, interrupts and memory effects are those of {@link Buffer}.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
public final class RingBuffer<E> extends AbstractBuffer<E> {

    /**
     * Creates an open, empty buffer without options. Storage is not allocated here but as elements are written, up to
     * the capacity, and is then kept.
     *
     * @param capacity how many elements fit, 1 to 1,073,741,824
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public RingBuffer(int capacity) {
        this(Buffer.builder(), capacity);
    }

    RingBuffer(BufferBuilder<E> options, int capacity) {
        super(options, BufferKind.RING, room(BufferBuilder.DEFAULT_INITIAL_CAPACITY, capacity));
    }
}
