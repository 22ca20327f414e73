package io.github.buffer4j;

import java.util.Objects;
import java.util.function.LongConsumer;
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

    /** The number of elements that the first one brings storage for, unless a growable buffer is told otherwise. */
    public static final int DEFAULT_INITIAL_CAPACITY = 16;

    private String name = "";
    private boolean trackAge;
    private @Nullable DropListener<? super E> dropListener;
    private @Nullable ContextCarrier contextCarrier;
    private @Nullable LongConsumer residenceListener;
    private @Nullable WaterMarkListener waterMarkListener;
    private int highWaterMark;
    private int lowWaterMark;

    /** Creates a builder without options. */
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
     * Costs one {@link System#nanoTime} per writing call, and 16 to 32 bytes per slot, as it remembers elements that
     * have left: one that is {@linkplain BufferReader#putBack put back} keeps its age. Off by default.
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
     * Sets what carries a context from the thread that writes an element to the code that handles it: {@link
     * BufferReader#forEach} runs its action within the context, {@link BufferReader#nextEnvelope()} and {@link
     * BufferReader#readEnvelopes} hand it out, and the other methods leave it aside. A call that writes several
     * elements captures one context for them. It lives as long as its element and is cleared with it. The default is
     * none.
     *
     * @param carrier the carrier, not null
     * @return this builder
     * @throws NullPointerException if the carrier is null
     */
    public BufferBuilder<E> context(ContextCarrier carrier) {
        this.contextCarrier = Objects.requireNonNull(carrier, "carrier");
        return this;
    }

    /**
     * Sets who is told how long elements were in the buffer before they were read, in nanoseconds. Only samples are
     * told: at a high rate one in 128 elements, at a low rate each. The distance between two of them, 1 at first,
     * doubles if they enter within 100 ms and halves if they are more than a second apart. Elements that left unread
     * are not told. The listener is called without any lock held, by a thread that uses the buffer, so it must neither
     * wait nor write to the buffer; what it throws is logged. The default is nobody.
     *
     * @param listener is given the nanoseconds, 0 or more; not null
     * @return this builder
     * @throws NullPointerException if the listener is null
     */
    public BufferBuilder<E> residenceListener(LongConsumer listener) {
        this.residenceListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets two sizes and who is told when the buffer's size rises to the high one and when it falls back to the low
     * one. A size between the two changes nothing. The default is nobody.
     *
     * @param high the high water mark in elements, 1 up to the capacity of the buffer
     * @param low the low water mark in elements, 0 or more, less than the high one
     * @param listener the listener, not null
     * @return this builder
     * @throws IllegalArgumentException if a mark is out of range; the buffer's capacity is compared when it is built
     * @throws NullPointerException if the listener is null
     */
    public BufferBuilder<E> waterMarks(int high, int low, WaterMarkListener listener) {
        AbstractBuffer.requireInRange("high water mark", high, MAX_CAPACITY);
        if (low < 0 || low >= high) {
            throw new IllegalArgumentException("low water mark must be 0 to " + (high - 1) + ", but is " + low);
        }
        this.waterMarkListener = Objects.requireNonNull(listener, "listener");
        this.highWaterMark = high;
        this.lowWaterMark = low;
        return this;
    }

    /**
     * Builds a block buffer.
     *
     * @param capacity how many elements fit, 1 to {@link #MAX_CAPACITY}
     * @return a new buffer
     * @throws IllegalArgumentException if the capacity is out of range, or the high water mark is above it
     */
    public BlockBuffer<E> block(int capacity) {
        return new BlockBuffer<>(this, capacity);
    }

    /**
     * Builds a ring buffer.
     *
     * @param capacity how many elements fit, 1 to {@link #MAX_CAPACITY}
     * @return a new buffer
     * @throws IllegalArgumentException if the capacity is out of range, or the high water mark is above it
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
     * @param initialCapacity how many elements the first one brings storage for, and how many it keeps storage for; 1
     *     to {@code maxCapacity}, at most {@link #MAX_CAPACITY}
     * @param maxCapacity how many elements fit, 1 to {@link #MAX_CAPACITY}, or {@link Integer#MAX_VALUE} for no bound
     * @return a new buffer
     * @throws IllegalArgumentException if a capacity is out of range, or the high water mark is above the maximum
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
    Drops<E> drops() {
        return dropListener == null ? null : new Drops<>(name, dropListener);
    }

    @Nullable
    Contexts contexts() {
        return contextCarrier == null ? null : new Contexts(name, contextCarrier);
    }

    @Nullable
    ResidenceSampler residenceSampler() {
        return residenceListener == null ? null : new ResidenceSampler(name, residenceListener);
    }

    @Nullable
    WaterMarks waterMarks(int capacity) {
        if (waterMarkListener == null) {
            return null;
        }
        AbstractBuffer.requireInRange("high water mark", highWaterMark, capacity);
        return new WaterMarks(name, highWaterMark, lowWaterMark, waterMarkListener);
    }
}
