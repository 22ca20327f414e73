package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.spring.BufferEntry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties under {@code buffers.defaults}, each of which an instance has too. */
class BufferDefaults {

    private static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(20);

    /** Kind of buffer. */
    private BufferType type = BufferType.BLOCK;

    /** Number of elements that fit a block or ring buffer. */
    private int capacity = 1024;

    /** Number of elements that a growable buffer keeps storage for. */
    private @Nullable Integer initialCapacity;

    /** Number of elements that a resize may allow at most; for a growable buffer also its limit from the start. */
    private @Nullable Integer maxCapacity;

    /** Class of the elements, with its type arguments if it has any. */
    private @Nullable String elementType;

    /** Whether to note when each element enters, so that the age of the oldest one is known. */
    private boolean trackAge;

    /** Name of the DropListener bean that hears of elements that leave unread. */
    private @Nullable String dropListener;

    /** Tags of the meters, beside name and type. */
    private Map<String, String> tags = new LinkedHashMap<>();

    /** Time that readers have to take what is left when the application stops. */
    private @Nullable Duration drainTimeout;

    /** Time without a reader after which a buffer with elements is reported. */
    private Duration stalledAfter = Duration.ofSeconds(30);

    /** Whether to sample how long elements are in the buffer. */
    private boolean residence = true;

    public BufferType getType() {
        return type;
    }

    public void setType(BufferType type) {
        this.type = type;
    }

    public int getCapacity() {
        return capacity;
    }

    public void setCapacity(int capacity) {
        this.capacity = capacity;
    }

    public @Nullable Integer getInitialCapacity() {
        return initialCapacity;
    }

    public void setInitialCapacity(@Nullable Integer initialCapacity) {
        this.initialCapacity = initialCapacity;
    }

    public @Nullable Integer getMaxCapacity() {
        return maxCapacity;
    }

    public void setMaxCapacity(@Nullable Integer maxCapacity) {
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

    Duration drainTimeoutOrDefault() {
        return drainTimeout == null ? DEFAULT_DRAIN_TIMEOUT : drainTimeout;
    }

    int resizeLimit() {
        return maxCapacity == null ? BufferEntry.DEFAULT_MAX_CAPACITY : maxCapacity;
    }

    int maxCapacityOrDefault() {
        return maxCapacity == null ? Integer.MAX_VALUE : maxCapacity;
    }

    int initialCapacityOrDefault() {
        return initialCapacity == null
                ? Math.min(BufferBuilder.DEFAULT_INITIAL_CAPACITY, maxCapacityOrDefault())
                : initialCapacity;
    }
}
