package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The properties under {@code buffers}. Bound by {@link BufferInstances}; the annotation is for the metadata only. */
@ConfigurationProperties("buffers")
class BuffersProperties {

    /** Whether there are buffers at all. */
    private boolean enabled = true;

    /** Time after which the buffers that are left are closed when the application stops. */
    private @Nullable Duration shutdownTimeout;

    /** Keys of tags that no instance has, for buffers made at run time and for the application's own beans. */
    private List<String> tagKeys = new ArrayList<>();

    /** Options of all instances. */
    @NestedConfigurationProperty
    private BufferDefaults defaults = new BufferDefaults();

    /** Buffers to make, by bean name. What an instance leaves out comes from buffers.defaults. */
    private Map<String, BufferProperties> instances = new LinkedHashMap<>();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable Duration getShutdownTimeout() {
        return shutdownTimeout;
    }

    public void setShutdownTimeout(@Nullable Duration shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }

    public List<String> getTagKeys() {
        return tagKeys;
    }

    public void setTagKeys(List<String> tagKeys) {
        this.tagKeys = tagKeys;
    }

    public BufferDefaults getDefaults() {
        return defaults;
    }

    public void setDefaults(BufferDefaults defaults) {
        this.defaults = defaults;
    }

    public Map<String, BufferProperties> getInstances() {
        return instances;
    }

    public void setInstances(Map<String, BufferProperties> instances) {
        this.instances = instances;
    }
}
