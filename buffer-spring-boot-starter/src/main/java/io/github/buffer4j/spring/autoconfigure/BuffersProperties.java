package io.github.buffer4j.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** What can be said under {@code buffers}. Bound by {@link BufferInstances}; the annotation is for the metadata only. */
@ConfigurationProperties("buffers")
class BuffersProperties {

    /** Options of all instances. */
    @NestedConfigurationProperty
    private BufferProperties defaults = new BufferProperties();

    /** Buffers to make, by bean name. What an instance leaves out comes from buffers.defaults. */
    private Map<String, BufferProperties> instances = new LinkedHashMap<>();

    public BufferProperties getDefaults() {
        return defaults;
    }

    public void setDefaults(BufferProperties defaults) {
        this.defaults = defaults;
    }

    public Map<String, BufferProperties> getInstances() {
        return instances;
    }

    public void setInstances(Map<String, BufferProperties> instances) {
        this.instances = instances;
    }
}
