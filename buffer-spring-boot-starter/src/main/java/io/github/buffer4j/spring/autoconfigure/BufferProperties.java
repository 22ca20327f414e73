package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What can be said of one instance, under {@code buffers.defaults} and under {@code buffers.instances.<name>}. Bound by
 * {@link BufferInstances}; the annotation is for the metadata only.
 */
@ConfigurationProperties("buffers.defaults")
class BufferProperties {

    static final int DEFAULT_INITIAL_CAPACITY = 16;

    /** Kind of buffer. */
    private BufferType type = BufferType.BLOCK;

    /** Number of elements that fit a block or ring buffer. */
    private int capacity = 1024;

    /** Number of elements that fit a growable buffer. */
    private int maxCapacity = Integer.MAX_VALUE;

    /** Number of elements that a growable buffer keeps storage for. */
    private @Nullable Integer initialCapacity;

    /** Class of the elements. Left out, the buffer is injected whatever the element type. */
    private @Nullable String elementType;

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

    public int getMaxCapacity() {
        return maxCapacity;
    }

    public void setMaxCapacity(int maxCapacity) {
        this.maxCapacity = maxCapacity;
    }

    public @Nullable Integer getInitialCapacity() {
        return initialCapacity;
    }

    public void setInitialCapacity(@Nullable Integer initialCapacity) {
        this.initialCapacity = initialCapacity;
    }

    public @Nullable String getElementType() {
        return elementType;
    }

    public void setElementType(@Nullable String elementType) {
        this.elementType = elementType;
    }

    public Duration getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    int initialCapacityOrDefault() {
        return initialCapacity == null ? Math.min(DEFAULT_INITIAL_CAPACITY, maxCapacity) : initialCapacity;
    }
}
