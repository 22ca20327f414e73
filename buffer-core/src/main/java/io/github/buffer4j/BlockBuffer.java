package io.github.buffer4j;

/**
 * A buffer of bounded capacity whose writers wait while it is full (backpressure).
 *
 * <p>Use it where nothing may be lost and memory is bounded. Its price is that a slow reader also delays the
 * writers: {@link #offer(Object)} and {@link #offer(Object, java.time.Duration)} bound that. A {@link #write}
 * longer than the capacity goes through in pieces and stays contiguous; until it is done, other writers have no room.
 *
 * <p>Threads, order, nulls, closing, interrupts and memory effects are those of {@link Buffer}. The lock is not fair,
 * and which of several waiting threads goes on first is not defined.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
public final class BlockBuffer<E> extends AbstractBuffer<E> {

    /**
     * Creates an open, empty buffer without options. It allocates no storage: that comes with the elements, up to the
     * capacity, and stays.
     *
     * @param capacity how many elements fit, 1 to 1,073,741,824
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public BlockBuffer(int capacity) {
        this(Buffer.builder(), capacity);
    }

    BlockBuffer(BufferBuilder<E> options, int capacity) {
        super(
                options,
                BufferBuilder.DEFAULT_INITIAL_CAPACITY,
                BufferBuilder.MAX_CAPACITY,
                requireInRange("capacity", capacity, BufferBuilder.MAX_CAPACITY));
    }

    @Override
    boolean awaitRoom(long nanos, boolean midRun) throws InterruptedException {
        return awaitRoomFreed(nanos, midRun);
    }
}
