package io.github.buffer4j.spring.listener;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

/**
 * The options of a listener container, immutable.
 *
 * <pre>{@code
 * ListenerSpec spec = ListenerSpec.builder("store", "lines").concurrency(2).batch(500, Duration.ofMillis(50)).build();
 * listeners.registerBatch(spec, store::insert);
 * }</pre>
 */
public final class ListenerSpec {

    /** The retries if none are configured: three, after 1 s, 2 s and 4 s. */
    public static final RetryPolicy DEFAULT_RETRY = RetryPolicy.builder()
            .maxRetries(3)
            .delay(Duration.ofSeconds(1))
            .multiplier(2)
            .maxDelay(Duration.ofSeconds(30))
            .build();

    private static final int IN_FLIGHT_PER_THREAD = 16;

    private final String id;
    private final String buffer;
    private final int concurrency;
    private final int batch;
    private final Duration linger;
    private final @Nullable String sendTo;
    private final @Nullable Function<Object, @Nullable Object> orderedBy;
    private final @Nullable ListenerScope scope;
    private final int inFlight;
    private final ListenerStart start;
    private final boolean virtualThreads;
    private final ListenerStop stop;
    private final Duration stopTimeout;
    private final RetryPolicy retry;
    private final OnFailure onFailure;
    private final @Nullable String deadLetter;
    private final Split split;
    private final boolean observe;
    private final boolean outlastsBuffer;

    private ListenerSpec(Builder builder) {
        this.id = builder.id;
        this.buffer = builder.buffer;
        this.concurrency = builder.concurrency;
        this.batch = builder.batch;
        this.linger = builder.linger;
        this.sendTo = builder.sendTo;
        this.orderedBy = builder.orderedBy;
        this.scope = builder.scope;
        this.inFlight = builder.inFlight == 0
                ? (int) Math.min(Integer.MAX_VALUE, (long) IN_FLIGHT_PER_THREAD * concurrency)
                : builder.inFlight;
        this.start = builder.start;
        this.virtualThreads = builder.virtualThreads;
        this.stop = builder.stop;
        this.stopTimeout = builder.stopTimeout;
        this.retry = builder.retry;
        this.deadLetter = builder.deadLetter;
        this.onFailure = builder.onFailure != null
                ? builder.onFailure
                : deadLetter == null ? OnFailure.DISCARD : OnFailure.DEAD_LETTER;
        this.split = builder.split;
        this.observe = builder.observe;
        this.outlastsBuffer = builder.outlastsBuffer;
    }

    /**
     * Returns a builder with the default options.
     *
     * @param id the id of the listener, not empty
     * @param buffer the name of the buffer to read from
     * @return a builder
     */
    public static Builder builder(String id, String buffer) {
        return new Builder(id, buffer);
    }

    /**
     * Returns the id, unique among the listeners of an application context.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * Returns the name of the buffer that the listener reads from.
     *
     * @return the name
     */
    public String buffer() {
        return buffer;
    }

    /**
     * Returns the maximum number of elements or batches that are handled at the same time.
     *
     * @return the number, 1 or more
     */
    public int concurrency() {
        return concurrency;
    }

    /**
     * Returns the maximum number of elements in a batch.
     *
     * @return the number, 1 or more
     */
    public int batch() {
        return batch;
    }

    /**
     * Returns how long a batch is collected after its first element.
     *
     * @return the time; zero for no longer than it takes to get what is in the buffer
     */
    public Duration linger() {
        return linger;
    }

    /**
     * Returns the name of the buffer that results are written to.
     *
     * @return the name, or null if results are ignored
     */
    public @Nullable String sendTo() {
        return sendTo;
    }

    /**
     * Returns the function from an element to its key. Elements of one key are handled in order.
     *
     * @return the function, or null if there is no order
     */
    public @Nullable Function<Object, @Nullable Object> orderedBy() {
        return orderedBy;
    }

    /**
     * Returns where the order by key holds.
     *
     * @return the scope, or null if none was set, as is usual for a buffer of one JVM
     */
    public @Nullable ListenerScope scope() {
        return scope;
    }

    /**
     * Returns the maximum number of elements out of the buffer if there is an order.
     *
     * @return the number, 1 or more
     */
    public int inFlight() {
        return inFlight;
    }

    /**
     * Returns when the container starts.
     *
     * @return the moment
     */
    public ListenerStart start() {
        return start;
    }

    /**
     * Returns whether the container runs in virtual threads.
     *
     * @return whether threads are virtual
     */
    public boolean virtualThreads() {
        return virtualThreads;
    }

    /**
     * Returns how the container stops when the application shuts down.
     *
     * @return the way to stop
     */
    public ListenerStop stop() {
        return stop;
    }

    /**
     * Returns the time for threads to finish when the application shuts down, before they are interrupted.
     *
     * @return the time
     */
    public Duration stopTimeout() {
        return stopTimeout;
    }

    /**
     * Returns the retries.
     *
     * @return the policy
     */
    public RetryPolicy retry() {
        return retry;
    }

    /**
     * Returns what happens after the last try.
     *
     * @return the policy
     */
    public OnFailure onFailure() {
        return onFailure;
    }

    /**
     * Returns the name of the buffer for dead letters.
     *
     * @return the name, or null if there is none
     */
    public @Nullable String deadLetter() {
        return deadLetter;
    }

    /**
     * Returns how a batch is split whose last try has failed.
     *
     * @return the way to split
     */
    public Split split() {
        return split;
    }

    /**
     * Returns whether each call of the handler is an observation.
     *
     * @return whether calls are observed
     */
    public boolean observe() {
        return observe;
    }

    /**
     * Returns whether what is being handled may be finished after the buffer has ended.
     *
     * @return whether the end of the buffer does not wait for it
     */
    public boolean outlastsBuffer() {
        return outlastsBuffer;
    }

    /** Collects the options. Not safe for use by several threads. */
    public static final class Builder {

        private final String id;
        private final String buffer;
        private int concurrency = 1;
        private int batch = 1;
        private Duration linger = Duration.ZERO;
        private @Nullable String sendTo;
        private @Nullable Function<Object, @Nullable Object> orderedBy;
        private @Nullable ListenerScope scope;
        private int inFlight;
        private ListenerStart start = ListenerStart.STARTED;
        private boolean virtualThreads;
        private ListenerStop stop = ListenerStop.DRAIN;
        private Duration stopTimeout = Duration.ofSeconds(20);
        private RetryPolicy retry = DEFAULT_RETRY;
        private @Nullable OnFailure onFailure;
        private @Nullable String deadLetter;
        private Split split = Split.BISECT;
        private boolean observe = true;
        private boolean outlastsBuffer;

        private Builder(String id, String buffer) {
            this.id = Objects.requireNonNull(id, "id");
            this.buffer = Objects.requireNonNull(buffer, "buffer");
            require(!id.isBlank(), "The id must not be empty");
        }

        /**
         * Sets how many elements or batches may be handled at the same time; 1 by default.
         *
         * @param concurrency the number, 1 or more
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder concurrency(int concurrency) {
            require(concurrency >= 1, "The concurrency must be 1 or more, but is " + concurrency);
            this.concurrency = concurrency;
            return this;
        }

        /**
         * Sets the size of batches; by default elements are handled one by one.
         *
         * @param batch the maximum number of elements, 1 or more
         * @param linger how long to collect a batch after its first element; zero or less takes what is there
         * @return this builder
         * @throws IllegalArgumentException if the number is less than 1
         */
        public Builder batch(int batch, Duration linger) {
            require(batch >= 1, "The size of a batch must be 1 or more, but is " + batch);
            this.batch = batch;
            this.linger = Objects.requireNonNull(linger, "linger");
            return this;
        }

        /**
         * Sets the buffer for results; by default they are ignored.
         *
         * @param sendTo the name of the buffer, or null
         * @return this builder
         */
        public Builder sendTo(@Nullable String sendTo) {
            this.sendTo = sendTo;
            return this;
        }

        /**
         * Sets the function from an element to its key: elements of one key are handled in order. By default there is
         * no order, unless the concurrency is 1.
         *
         * @param orderedBy the function, which returns null for an element without order; null for no order
         * @param <E> the type of the elements
         * @return this builder
         */
        @SuppressWarnings("unchecked")
        public <E> Builder orderedBy(@Nullable Function<? super E, ? extends @Nullable Object> orderedBy) {
            this.orderedBy = (Function<Object, @Nullable Object>) orderedBy;
            return this;
        }

        /**
         * Sets where the order by key holds. Needed if the buffer is shared, without effect on another one.
         *
         * @param scope the scope, or null
         * @return this builder
         */
        public Builder scope(@Nullable ListenerScope scope) {
            this.scope = scope;
            return this;
        }

        /**
         * Sets how many elements may be out of the buffer if there is an order; 16 for each thread by default.
         *
         * @param inFlight the number, 1 or more
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder inFlight(int inFlight) {
            require(inFlight >= 1, "The number of elements in flight must be 1 or more, but is " + inFlight);
            this.inFlight = inFlight;
            return this;
        }

        /**
         * Sets when the container starts; {@link ListenerStart#STARTED} by default.
         *
         * @param start the moment
         * @return this builder
         */
        public Builder start(ListenerStart start) {
            this.start = Objects.requireNonNull(start, "start");
            return this;
        }

        /**
         * Sets whether the container runs in virtual threads, which do not keep the JVM running. By default it runs in
         * platform threads, which do.
         *
         * @param virtualThreads whether threads are virtual, which needs JDK 21
         * @return this builder
         */
        public Builder virtualThreads(boolean virtualThreads) {
            this.virtualThreads = virtualThreads;
            return this;
        }

        /**
         * Sets how the container stops when the application shuts down; {@link ListenerStop#DRAIN} by default.
         *
         * @param stop the way to stop
         * @return this builder
         */
        public Builder stop(ListenerStop stop) {
            this.stop = Objects.requireNonNull(stop, "stop");
            return this;
        }

        /**
         * Sets the time for threads to finish when the application shuts down, before they are interrupted; 20 s by
         * default.
         *
         * @param stopTimeout the time
         * @return this builder
         */
        public Builder stopTimeout(Duration stopTimeout) {
            this.stopTimeout = Objects.requireNonNull(stopTimeout, "stopTimeout");
            return this;
        }

        /**
         * Sets the retries; {@link ListenerSpec#DEFAULT_RETRY} by default.
         *
         * @param retry the policy
         * @return this builder
         */
        public Builder retry(RetryPolicy retry) {
            this.retry = Objects.requireNonNull(retry, "retry");
            return this;
        }

        /**
         * Sets what happens after the last try; by default {@link OnFailure#DEAD_LETTER} if there is a buffer for dead
         * letters, otherwise {@link OnFailure#DISCARD}.
         *
         * @param onFailure the policy, or null for the default
         * @return this builder
         */
        public Builder onFailure(@Nullable OnFailure onFailure) {
            this.onFailure = onFailure;
            return this;
        }

        /**
         * Sets the buffer for dead letters, whose elements are of the type {@link DeadLetter}.
         *
         * @param deadLetter the name of the buffer, or null for none
         * @return this builder
         */
        public Builder deadLetter(@Nullable String deadLetter) {
            this.deadLetter = deadLetter;
            return this;
        }

        /**
         * Sets how a batch is split whose last try has failed; {@link Split#BISECT} by default.
         *
         * @param split the way to split
         * @return this builder
         */
        public Builder split(Split split) {
            this.split = Objects.requireNonNull(split, "split");
            return this;
        }

        /**
         * Sets whether each call of the handler is an observation; true by default.
         *
         * @param observe whether calls are observed
         * @return this builder
         */
        public Builder observe(boolean observe) {
            this.observe = observe;
            return this;
        }

        /**
         * Sets whether what is being handled may be finished after the buffer has ended; false by default. As the
         * application shuts down, such a buffer ends once it is empty, and the threads finish later, within {@link
         * #stopTimeout}. For handlers that may themselves read or write other buffers until those end, such as the
         * tasks of an executor. When the context pauses, such threads are not waited for.
         *
         * @param outlastsBuffer whether the end of the buffer does not wait for it
         * @return this builder
         */
        public Builder outlastsBuffer(boolean outlastsBuffer) {
            this.outlastsBuffer = outlastsBuffer;
            return this;
        }

        /**
         * Returns the options.
         *
         * @return the options
         * @throws IllegalArgumentException if options contradict each other
         */
        public ListenerSpec build() {
            require(
                    orderedBy == null || batch == 1,
                    "Listener '" + id + "' cannot have both an order by key and batches");
            require(
                    onFailure != OnFailure.DEAD_LETTER || deadLetter != null,
                    "Listener '" + id + "' needs the name of a buffer for its dead letters");
            require(
                    deadLetter == null || onFailure == null || onFailure == OnFailure.DEAD_LETTER,
                    "Listener '" + id + "' has a buffer for dead letters that it does not use");
            return new ListenerSpec(this);
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
