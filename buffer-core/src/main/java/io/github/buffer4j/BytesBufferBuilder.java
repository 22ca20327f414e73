package io.github.buffer4j;

import java.util.function.LongConsumer;

/**
 * A builder of buffers of bytes with options. The last call chooses the kind and its capacity:
 *
 * <pre>{@code
 * BytesBuffer pipe = BytesBuffer.builder().name("export").block(64 * 1024);
 * }</pre>
 *
 * <p>A builder may be used several times. It is not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class BytesBufferBuilder {

    /** The number of bytes that the first write allocates storage for, unless a growable buffer specifies another. */
    public static final int DEFAULT_INITIAL_CAPACITY = 1024;

    private final Options options = new Options(ResidenceSampler.MAX_BYTES);

    /** Creates a builder for a buffer without a name, with none of the options set. */
    public BytesBufferBuilder() {}

    /**
     * Sets the name of the buffer, for messages, logs and metrics. The default is "".
     *
     * @param name the name, not null
     * @return this builder
     * @throws NullPointerException if the name is null
     */
    public BytesBufferBuilder name(String name) {
        options.name(name);
        return this;
    }

    /**
     * Sets the listener that is given how long sampled bytes were in the buffer before they were read, as {@link
     * BufferBuilder#residenceListener} does for elements, but at a high rate one in 16,384 bytes. The default is none.
     *
     * @param listener the listener, given 0 or more nanoseconds; not null
     * @return this builder
     * @throws NullPointerException if the listener is null
     */
    public BytesBufferBuilder residenceListener(LongConsumer listener) {
        options.residenceListener(listener);
        return this;
    }

    /**
     * Sets two sizes in bytes and the listener that is called when the size crosses them, as {@link
     * BufferBuilder#waterMarks} does for elements. The default is none.
     *
     * @param high the high water mark in bytes, 1 up to the capacity of the buffer
     * @param low the low water mark in bytes, 0 or more, less than the high one
     * @param listener the listener, not null
     * @return this builder
     * @throws IllegalArgumentException if a mark is out of range; the buffer's capacity is compared when it is built
     * @throws NullPointerException if the listener is null
     */
    public BytesBufferBuilder waterMarks(int high, int low, WaterMarkListener listener) {
        options.waterMarks(high, low, listener);
        return this;
    }

    /**
     * Sets two sizes, in percent of the current capacity, and the listener that is called, as {@link
     * BufferBuilder#waterMarksInPercent} does for elements.
     *
     * @param high the high water mark, 1 to 100 percent
     * @param low the low water mark, 0 percent or more, less than the high one
     * @param listener the listener, not null
     * @return this builder
     * @throws IllegalArgumentException if a mark is out of range
     * @throws NullPointerException if the listener is null
     */
    public BytesBufferBuilder waterMarksInPercent(int high, int low, WaterMarkListener listener) {
        options.waterMarksInPercent(high, low, listener);
        return this;
    }

    /**
     * Creates a buffer whose writers wait while it is full. Storage is allocated as bytes are written.
     *
     * @param capacity how many bytes fit, 1 to {@link BufferBuilder#MAX_CAPACITY}
     * @return a new buffer
     * @throws IllegalArgumentException if the capacity is out of range, or the high water mark is above it
     */
    public BytesBuffer block(int capacity) {
        return new BytesBuffer(
                options, BufferKind.BLOCK, AbstractStreamingBuffer.room(DEFAULT_INITIAL_CAPACITY, capacity));
    }

    /**
     * Creates a buffer that overwrites its oldest bytes when it is full. Storage is allocated as bytes are written.
     *
     * @param capacity how many bytes fit, 1 to {@link BufferBuilder#MAX_CAPACITY}
     * @return a new buffer
     * @throws IllegalArgumentException if the capacity is out of range, or the high water mark is above it
     */
    public BytesBuffer ring(int capacity) {
        return new BytesBuffer(
                options, BufferKind.RING, AbstractStreamingBuffer.room(DEFAULT_INITIAL_CAPACITY, capacity));
    }

    /**
     * Creates a buffer that grows when it is full, without a maximum capacity. Storage is allocated as bytes are
     * written.
     *
     * @return a new buffer
     */
    public BytesBuffer growable() {
        return growable(DEFAULT_INITIAL_CAPACITY, Integer.MAX_VALUE);
    }

    /**
     * Creates a buffer that grows when it is full. Storage is allocated as bytes are written.
     *
     * @param initialCapacity the number of bytes that the first write allocates storage for and that storage is kept
     *     for; 1 to {@code maxCapacity}, at most {@link BufferBuilder#MAX_CAPACITY}
     * @param maxCapacity how many bytes fit, 1 to {@link BufferBuilder#MAX_CAPACITY}, or {@link Integer#MAX_VALUE} for
     *     no bound
     * @return a new buffer
     * @throws IllegalArgumentException if a capacity is out of range, or the high water mark is above the maximum
     */
    public BytesBuffer growable(int initialCapacity, int maxCapacity) {
        return new BytesBuffer(
                options, BufferKind.GROWABLE, AbstractStreamingBuffer.growableRoom(initialCapacity, maxCapacity));
    }
}
