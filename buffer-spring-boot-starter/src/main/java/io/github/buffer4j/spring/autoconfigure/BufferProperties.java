package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be said of one instance, under {@code buffers.defaults} and under {@code buffers.instances.<name>}. */
class BufferProperties {

    /** Kind of buffer. */
    private BufferType type = BufferType.BLOCK;

    /** Number of elements that fit a block or ring buffer. */
    private int capacity = 1024;

    /** Number of elements that a growable buffer keeps storage for. */
    private @Nullable Integer initialCapacity;

    /** Number of elements that fit a growable buffer. Left out, nothing bounds it. */
    private @Nullable Integer maxCapacity;

    /** Class of the elements. Left out, the buffer is injected whatever the element type. */
    private @Nullable String elementType;

    /** Whether to note when each element enters, so that the age of the oldest one is known. */
    private boolean trackAge;

    /** Name of the DropListener bean that is told of elements that leave unread. */
    private @Nullable String dropListener;

    /** Tags of the meters, beside name and type. */
    private Map<String, String> tags = new LinkedHashMap<>();

    /** Time that readers have to take what is left when the application stops. */
    private Duration drainTimeout = Duration.ofSeconds(20);

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

    public Duration getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
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
