package io.github.buffer4j;

/**
 * A buffer that grows when it is full, so that its writers never wait.
 *
 * <p>Use it where the number of elements is unknown and a writer must never wait. The price is memory: without a
 * maximum capacity it is bounded only by the pace of the readers, and a write that cannot allocate storage throws
 * {@link OutOfMemoryError} and leaves the buffer unchanged. Storage grows by half and shrinks as elements leave after a
 * burst, so that the amortized cost of an element is constant. At its maximum capacity {@link #add} and {@link #write}
 * throw {@link BufferFullException}, and the {@code offer} methods write what fits. Whatever the maximum, it holds at
 * most 1,073,741,824 elements.
 *
 * <p>Threads, order, nulls, closing, interrupts and memory effects are those of {@link Buffer}.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
public final class GrowableBuffer<E> extends AbstractBuffer<E> {

    /** Creates an open, empty buffer without options and without a maximum capacity. It allocates no storage. */
    public GrowableBuffer() {
        this(Buffer.builder(), BufferBuilder.DEFAULT_INITIAL_CAPACITY, Integer.MAX_VALUE);
    }

    GrowableBuffer(BufferBuilder<E> options, int initialCapacity, int maxCapacity) {
        super(options, BufferKind.GROWABLE, growableRoom(initialCapacity, maxCapacity));
    }
}
