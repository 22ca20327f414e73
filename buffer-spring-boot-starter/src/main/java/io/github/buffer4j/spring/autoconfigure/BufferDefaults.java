package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.WaterMarkListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The properties under {@code buffers.defaults}, all of which are also properties of an instance. */
class BufferDefaults {

    private static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(20);

    /** What holds the elements. */
    private BufferBackend backend = BufferBackend.MEMORY;

    /** Type of the buffer. */
    private BufferType type = BufferType.BLOCK;

    /**
     * Number of elements that fit into a block or ring buffer, or size of a buffer of bytes, from 1 to 1,073,741,824.
     * At most max-capacity, to which it is lowered if not set. A buffer of bytes has 64KB if not set.
     */
    private @Nullable BufferSize capacity;

    /**
     * Number of elements, or size in bytes, for which a growable buffer allocates storage with the first write, and
     * always keeps it. From 1 to max-capacity, to which it is lowered if not set. A buffer of bytes has 1KB if not set.
     */
    private @Nullable BufferSize initialCapacity;

    /**
     * Largest capacity that a resize may request, from 1 to 1,073,741,824; for a growable buffer also what fits. If not
     * set, a growable buffer is not bounded, and a resize is limited to what fits a quarter of the maximum heap at 8
     * bytes per slot, or at one for a buffer of bytes.
     */
    private @Nullable BufferSize maxCapacity;

    /**
     * Class of the elements, including type arguments. If not set, elements of any type. Not for buffers of bytes.
     */
    private @Nullable String elementType;

    /**
     * Whether to record when each element enters the buffer, so that the age of the oldest element is known. Costs a
     * call of System.nanoTime() per writing call, and 16 to 32 bytes per slot. Not for buffers of bytes.
     */
    private boolean trackAge;

    /**
     * Name of the DropListener bean that is notified of elements that are dropped unread. Not for buffers of bytes.
     */
    private @Nullable String dropListener;

    /** Additional tags of the meters. Any keys but name, type, operation, reason, cause and useful. */
    private Map<String, String> tags = new LinkedHashMap<>();

    /** Time for readers to take the remaining elements when the application shuts down. Zero or more. */
    private @Nullable Duration drainTimeout;

    /** Time without a reader after which a buffer with elements is reported as stalled. More than zero. */
    private Duration stalledAfter = Duration.ofSeconds(30);

    /**
     * Whether to sample how long elements stay in the buffer, for the meter buffer.residence. Costs a call of
     * System.nanoTime() when a sample enters and when it leaves; at a high rate one in 128 elements is sampled.
     */
    private boolean residence = true;

    /**
     * Whether to carry the context of the writer, such as its trace and MDC, to the code that handles the element.
     * Needs io.micrometer:context-propagation. If not set for the queue of an executor, the value of
     * spring.task.execution.propagate-context. Not for buffers of bytes.
     */
    private @Nullable Boolean propagateContext;

    /**
     * Size from which on the buffer is saturated, in elements, bytes or percent of the capacity. Not for rings, nor in
     * percent for a growable buffer without max-capacity. If not set, no event says that the buffer is saturated.
     */
    private @Nullable WaterMarkLevel highWaterMark;

    /**
     * Size at which a saturated buffer is relieved, in the unit of high-water-mark and below it. If not set, half of
     * high-water-mark.
     */
    private @Nullable WaterMarkLevel lowWaterMark;

    /** Options of the health. */
    @NestedConfigurationProperty
    private HealthProperties health = new HealthProperties();

    /** Options of a buffer on a server. */
    @NestedConfigurationProperty
    private SharedProperties shared = new SharedProperties();

    /** Options of the listeners. */
    @NestedConfigurationProperty
    private ListenerProperties listener = new ListenerProperties();

    public BufferBackend getBackend() {
        return backend;
    }

    public void setBackend(BufferBackend backend) {
        this.backend = backend;
    }

    public BufferType getType() {
        return type;
    }

    public void setType(BufferType type) {
        this.type = type;
    }

    public @Nullable BufferSize getCapacity() {
        return capacity;
    }

    public void setCapacity(@Nullable BufferSize capacity) {
        this.capacity = capacity;
    }

    public @Nullable BufferSize getInitialCapacity() {
        return initialCapacity;
    }

    public void setInitialCapacity(@Nullable BufferSize initialCapacity) {
        this.initialCapacity = initialCapacity;
    }

    public @Nullable BufferSize getMaxCapacity() {
        return maxCapacity;
    }

    public void setMaxCapacity(@Nullable BufferSize maxCapacity) {
        this.maxCapacity = maxCapacity;
    }

    public @Nullable String getElementType() {
        return elementType;
    }

    public void setElementType(@Nullable String elementType) {
        this.elementType = elementType;
    }

    public boolean isTrackAge() {
        return trackAge;
    }

    public void setTrackAge(boolean trackAge) {
        this.trackAge = trackAge;
    }

    public @Nullable String getDropListener() {
        return dropListener;
    }

    public void setDropListener(@Nullable String dropListener) {
        this.dropListener = dropListener;
    }

    public Map<String, String> getTags() {
        return tags;
    }

    public void setTags(Map<String, String> tags) {
        this.tags = tags;
    }

    public @Nullable Duration getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(@Nullable Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    public Duration getStalledAfter() {
        return stalledAfter;
    }

    public void setStalledAfter(Duration stalledAfter) {
        this.stalledAfter = stalledAfter;
    }

    public boolean isResidence() {
        return residence;
    }

    public void setResidence(boolean residence) {
        this.residence = residence;
    }

    public @Nullable Boolean getPropagateContext() {
        return propagateContext;
    }

    public void setPropagateContext(@Nullable Boolean propagateContext) {
        this.propagateContext = propagateContext;
    }

    public @Nullable WaterMarkLevel getHighWaterMark() {
        return highWaterMark;
    }

    public void setHighWaterMark(@Nullable WaterMarkLevel highWaterMark) {
        this.highWaterMark = highWaterMark;
    }

    public @Nullable WaterMarkLevel getLowWaterMark() {
        return lowWaterMark;
    }

    public void setLowWaterMark(@Nullable WaterMarkLevel lowWaterMark) {
        this.lowWaterMark = lowWaterMark;
    }

    public HealthProperties getHealth() {
        return health;
    }

    public void setHealth(HealthProperties health) {
        this.health = health;
    }

    public SharedProperties getShared() {
        return shared;
    }

    public void setShared(SharedProperties shared) {
        this.shared = shared;
    }

    public ListenerProperties getListener() {
        return listener;
    }

    public void setListener(ListenerProperties listener) {
        this.listener = listener;
    }

    boolean onServer() {
        return backend != BufferBackend.MEMORY;
    }

    boolean tracksAge() {
        return trackAge || health.getMaxAge() != null;
    }

    boolean propagatesContext() {
        return Boolean.TRUE.equals(propagateContext);
    }

    /** Sets water marks of a buffer to be built. */
    @FunctionalInterface
    interface WaterMarkSetter {

        void set(int high, int low, WaterMarkListener listener);
    }

    /**
     * Sets the water marks of a buffer to be built, if there are any. The low one is half the high one by default.
     *
     * @param absolute sets them in elements or bytes
     * @param percent sets them in percent
     */
    void applyWaterMarks(WaterMarkSetter absolute, WaterMarkSetter percent, WaterMarkListener listener) {
        if (highWaterMark != null) {
            int low = (lowWaterMark == null ? highWaterMark.half() : lowWaterMark).toInt();
            (highWaterMark.isPercent() ? percent : absolute).set(highWaterMark.toInt(), low, listener);
        }
    }

    Duration drainTimeoutOrDefault() {
        return drainTimeout == null ? DEFAULT_DRAIN_TIMEOUT : drainTimeout;
    }
}
