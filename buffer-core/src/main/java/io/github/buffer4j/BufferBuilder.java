package io.github.buffer4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds buffers with options. The last call names the kind, with what that kind needs:
 *
 * <pre>{@code
 * BlockBuffer<Order> orders = Buffer.<Order>builder().name("orders").trackAge(true).block(512);
 * }</pre>
 *
 * <p>A builder may be used several times. It is not safe for use by several threads at once.
 *
 * @param <E> the type of the elements
 */
public final class BufferBuilder<E> {

    /** The largest number of elements that any buffer can hold, and the largest capacity that can be asked for. */
    public static final int MAX_CAPACITY = 1 << 30;

    /** The number of elements that a growable buffer has storage for unless it is told otherwise. */
    public static final int DEFAULT_INITIAL_CAPACITY = 16;

    private String name = "";
    private boolean trackAge;
    private @Nullable DropListener<? super E> dropListener;

    /** Makes a builder without options. */
    public BufferBuilder() {}

    /**
     * Names the buffer, for messages, logs and metrics. The default is no name.
     *
     * @param name the name, not null
     * @return this builder
     * @throws NullPointerException if the name is null
     */
    public BufferBuilder<E> name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Sets whether the buffer notes when each element enters, so that {@link BufferStats#oldestAgeNanos()} is known.
     * Costs a look at the clock per call that writes, and eight bytes per slot. Off by default.
     *
     * @param trackAge whether to note it
     * @return this builder
     */
    public BufferBuilder<E> trackAge(boolean trackAge) {
        this.trackAge = trackAge;
        return this;
    }

    /**
     * Sets who is told of elements that leave without being read. The default is nobody.
     *
     * @param dropListener the listener, not null
     * @return this builder
     * @throws NullPointerException if the listener is null
     */
    public BufferBuilder<E> dropListener(DropListener<? super E> dropListener) {
        this.dropListener = Objects.requireNonNull(dropListener, "dropListener");
        return this;
    }

    /**
     * Builds a block buffer.
     *
     * @param capacity how many elements fit, 1 to {@link #MAX_CAPACITY}
     * @return a new buffer
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public BlockBuffer<E> block(int capacity) {
        return new BlockBuffer<>(this, capacity);
    }

    /**
     * Builds a ring buffer.
     *
     * @param capacity how many elements fit, 1 to {@link #MAX_CAPACITY}
     * @return a new buffer
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public RingBuffer<E> ring(int capacity) {
        return new RingBuffer<>(this, capacity);
    }

    /**
     * Builds a growable buffer without a maximum capacity.
     *
     * @return a new buffer
     */
    public GrowableBuffer<E> growable() {
        return growable(DEFAULT_INITIAL_CAPACITY, Integer.MAX_VALUE);
    }

    /**
     * Builds a growable buffer.
     *
     * @param initialCapacity how many elements it has storage for from the start, and keeps storage for; 1 to
     *     {@code maxCapacity}, at most {@link #MAX_CAPACITY}
     * @param maxCapacity how many elements fit, 1 to {@link #MAX_CAPACITY}, or {@link Integer#MAX_VALUE} for no bound
     * @return a new buffer
     * @throws IllegalArgumentException if a capacity is out of range
     */
    public GrowableBuffer<E> growable(int initialCapacity, int maxCapacity) {
        return new GrowableBuffer<>(this, initialCapacity, maxCapacity);
    }

    String name() {
        return name;
    }

    boolean trackAge() {
        return trackAge;
    }

    @Nullable
    DropListener<? super E> dropListener() {
        return dropListener;
    }
}
