package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.EndOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The properties of one instance, under {@code buffers.instances.<name>}. */
@ConfigurationPropertiesSource
class BufferProperties extends BufferDefaults {

    /** What the buffer holds. */
    private BufferUnit unit = BufferUnit.ELEMENTS;

    /**
     * Instances and buffer beans that supply the elements of this buffer. It ends after them if the order matters.
     * Cycles are not allowed.
     */
    private List<String> after = new ArrayList<>();

    /**
     * When the buffer ends as the application shuts down: early if requests read from it. Not early for a buffer with
     * after, or named in the after of another one.
     */
    private BufferEnd ends = BufferEnd.LATE;

    /** Options of the task executor whose queue is this buffer. */
    @NestedConfigurationProperty
    private @Nullable ExecutorProperties executor;

    public BufferUnit getUnit() {
        return unit;
    }

    public void setUnit(BufferUnit unit) {
        this.unit = unit;
    }

    public List<String> getAfter() {
        return after;
    }

    public void setAfter(List<String> after) {
        this.after = after;
    }

    public BufferEnd getEnds() {
        return ends;
    }

    public void setEnds(BufferEnd ends) {
        this.ends = ends;
    }

    public @Nullable ExecutorProperties getExecutor() {
        return executor;
    }

    public void setExecutor(@Nullable ExecutorProperties executor) {
        this.executor = executor;
    }

    BufferSize capacityOrDefault() {
        return getCapacity() == null ? unit.defaultCapacity() : getCapacity();
    }

    int initialCapacityOrDefault() {
        return getInitialCapacity() == null
                ? Math.min(unit.defaultInitialCapacity(), maxCapacityOrDefault())
                : getInitialCapacity().toInt();
    }

    int maxCapacityOrDefault() {
        return getMaxCapacity() == null ? Integer.MAX_VALUE : getMaxCapacity().toInt();
    }

    /** Returns the limit of a resize of a buffer that holds this unit, which a bean may that replaces the instance. */
    int resizeLimit(BufferUnit held) {
        BufferSize max = getMaxCapacity();
        if (max != null && max.unit() == held) {
            return max.toInt();
        }
        return held == BufferUnit.BYTES ? BufferEntry.DEFAULT_MAX_BYTES : BufferEntry.DEFAULT_MAX_CAPACITY;
    }

    private EndOptions ending() {
        return new EndOptions(
                ends == BufferEnd.EARLY,
                getDrainTimeout(),
                after,
                getStalledAfter(),
                onServer() && getShared().getOnShutdown() == OnShutdown.CLOSE_WRITE);
    }

    /** Returns the entry of a buffer with these properties. */
    BufferEntry entry(String name, StreamingBuffer buffer, @Nullable String elementType, Map<String, String> tags) {
        return new BufferEntry(
                name,
                buffer,
                elementType,
                tags,
                resizeLimit(BufferEntry.holdsBytes(buffer) ? BufferUnit.BYTES : BufferUnit.ELEMENTS),
                ending(),
                getHealth().options());
    }
}
