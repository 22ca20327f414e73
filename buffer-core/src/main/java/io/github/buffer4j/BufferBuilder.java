package io.github.buffer4j;

import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A builder of buffers with options. The last call chooses the kind and its capacity:
 *
 * <pre>{@code
 * BlockBuffer<Order> orders = Buffer.<Order>builder().name("orders").trackAge(true).block(512);
 * }</pre>
 *
 * <p>A builder may be used several times. It is not safe for use by several threads.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
public final class BufferBuilder<E> {

    /** The largest number of elements that any buffer can hold, and the largest capacity that can be asked for. */
    public static final int MAX_CAPACITY = 1 << 30;

    /** The number of elements that the first one allocates storage for, unless a growable buffer specifies another. */
    public static final int DEFAULT_INITIAL_CAPACITY = 16;

    private final Options options = new Options(ResidenceSampler.MAX_ELEMENTS);
    private boolean trackAge;
    private @Nullable DropListener<? super E> dropListener;
    private @Nullable ContextCarrier contextCarrier;

    /** Creates a builder for a buffer without a name, with none of the options set. */
    public BufferBuilder() {}

    /**
     * Sets the name of the buffer, for messages, logs and metrics. The default is "".
     *
     * @param name the name, not null
     * @return this builder
     * @throws NullPointerException if the name is null
     */
    public BufferBuilder<E> name(String name) {
        options.name(name);
        return this;
    }

    /**
     * Sets whether the buffer records when each element enters, for {@link BufferStats#oldestAgeNanos()}. Costs one
     * {@link System#nanoTime} per writing call, and 16 to 32 bytes per slot: times of elements that have left are kept
     * for a while, so that one that is {@linkplain BufferReader#putBack put back} keeps its age. Off by default.
     *
     * @param trackAge whether to record it
     * @return this builder
     */
    public BufferBuilder<E> trackAge(boolean trackAge) {
        this.trackAge = trackAge;
        return this;
    }

    /**
     * Sets the listener that is called for each element that leaves without being read. The default is none.
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
     * Sets the carrier of a context from the thread that writes an element to the code that handles it: {@link
     * BufferReader#forEach} runs its action within the context, {@link BufferReader#nextEnvelope()} and {@link
     * BufferReader#readEnvelopes} return it, and the other methods ignore it. A call that writes several elements
     * captures one context for them. It lives as long as its element and is cleared with it. The default is none.
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
     * Sets the listener that is given how long sampled elements were in the buffer before they were read, in
     * nanoseconds: at a high rate one in 128 elements, at a low rate each of them. The average distance between two
     * samples is 1 at first; it doubles while they enter less than 100 ms apart and halves while they are more than a
     * second apart. Elements that left unread are not sampled. The listener is called without any lock held, by a
     * thread that uses the buffer, so it must neither wait nor write to the buffer; its exceptions are logged. The
     * default is none.
     *
     * @param listener the listener, given 0 or more nanoseconds; not null
     * @return this builder
     * @throws NullPointerException if the listener is null
     */
    public BufferBuilder<E> residenceListener(LongConsumer listener) {
        options.residenceListener(listener);
        return this;
    }

    /**
     * Sets two sizes and the listener that is called when the size of the buffer rises to the high one and when it
     * falls back to the low one. A size between the two changes nothing. A {@linkplain StreamingBuffer#resize resize}
     * to a capacity below the high mark lowers it to the capacity; a later one to a larger capacity raises it again.
     * The default is none.
     *
     * @param high the high water mark in elements, 1 up to the capacity of the buffer
     * @param low the low water mark in elements, 0 or more, less than the high one
     * @param listener the listener, not null
     * @return this builder
     * @throws IllegalArgumentException if a mark is out of range; the buffer's capacity is compared when it is built
     * @throws NullPointerException if the listener is null
     */
    public BufferBuilder<E> waterMarks(int high, int low, WaterMarkListener listener) {
        options.waterMarks(high, low, listener);
        return this;
    }

    /**
     * Sets two sizes, in percent of the current capacity, and the listener that is called as with {@link #waterMarks}.
     * A {@linkplain StreamingBuffer#resize resize} changes both. The marks of a growable buffer are shares of its
     * maximum capacity. The sizes are rounded down; the high mark is at least one element, the low one is below it.
     *
     * @param high the high water mark, 1 to 100 percent
     * @param low the low water mark, 0 percent or more, less than the high one
     * @param listener the listener, not null
     * @return this builder
     * @throws IllegalArgumentException if a mark is out of range
     * @throws NullPointerException if the listener is null
     */
    public BufferBuilder<E> waterMarksInPercent(int high, int low, WaterMarkListener listener) {
        options.waterMarksInPercent(high, low, listener);
        return this;
    }

    /**
     * Creates a block buffer. Storage is allocated as elements are written.
     *
     * @param capacity how many elements fit, 1 to {@link #MAX_CAPACITY}
     * @return a new buffer
     * @throws IllegalArgumentException if the capacity is out of range, or the high water mark is above it
     */
    public BlockBuffer<E> block(int capacity) {
        return new BlockBuffer<>(this, capacity);
    }

    /**
     * Creates a ring buffer. Storage is allocated as elements are written.
     *
     * @param capacity how many elements fit, 1 to {@link #MAX_CAPACITY}
     * @return a new buffer
     * @throws IllegalArgumentException if the capacity is out of range, or the high water mark is above it
     */
    public RingBuffer<E> ring(int capacity) {
        return new RingBuffer<>(this, capacity);
    }

    /**
     * Creates a growable buffer without a maximum capacity. Storage is allocated as elements are written.
     *
     * @return a new buffer
     */
    public GrowableBuffer<E> growable() {
        return growable(DEFAULT_INITIAL_CAPACITY, Integer.MAX_VALUE);
    }

    /**
     * Creates a growable buffer. Storage is allocated as elements are written.
     *
     * @param initialCapacity the number of elements that the first one allocates storage for and that storage is kept
     *     for; 1 to {@code maxCapacity}, at most {@link #MAX_CAPACITY}
     * @param maxCapacity how many elements fit, 1 to {@link #MAX_CAPACITY}, or {@link Integer#MAX_VALUE} for no bound
     * @return a new buffer
     * @throws IllegalArgumentException if a capacity is out of range, or the high water mark is above the maximum
     */
    public GrowableBuffer<E> growable(int initialCapacity, int maxCapacity) {
        return new GrowableBuffer<>(this, initialCapacity, maxCapacity);
    }

    Options options() {
        return options;
    }

    boolean trackAge() {
        return trackAge;
    }

    boolean keepsContexts() {
        return contextCarrier != null;
    }

    @Nullable
    Drops<E> drops() {
        return dropListener == null ? null : new Drops<>(options.name(), dropListener);
    }

    @Nullable
    Contexts contexts() {
        return contextCarrier == null ? null : new Contexts(options.name(), contextCarrier);
    }
}
