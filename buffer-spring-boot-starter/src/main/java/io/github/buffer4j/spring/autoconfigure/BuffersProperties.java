package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The properties under {@code buffers}. Bound by {@link BufferInstances}; the annotation only generates metadata. */
@ConfigurationProperties("buffers")
class BuffersProperties {

    /** Whether to enable the auto-configuration of buffers. If not, nothing else under buffers is read. */
    private boolean enabled = true;

    /**
     * Time after which all remaining buffers are closed when the application shuts down. Zero or more. If not set, the
     * longest drain-timeout plus 5 seconds.
     */
    private @Nullable Duration shutdownTimeout;

    /**
     * Additional tag keys, for buffers created at run time and for the application's own beans. Any but name, type,
     * operation, reason, cause and useful.
     */
    private List<String> tagKeys = new ArrayList<>();

    /** Options of the events of all buffers. */
    @NestedConfigurationProperty
    private EventsProperties events = new EventsProperties();

    /** Options of all instances. */
    @NestedConfigurationProperty
    private BufferDefaults defaults = new BufferDefaults();

    /** Buffers to create, by bean name. Properties that an instance does not set come from buffers.defaults. */
    private Map<String, BufferProperties> instances = new LinkedHashMap<>();

    /** Options of buffers created at run time, by the name of the template. Others come from buffers.defaults. */
    private Map<String, BufferProperties> templates = new LinkedHashMap<>();

    /**
     * Options of the methods with @BufferListener, by id. They override the attributes of the annotation. An id that no
     * method has is logged.
     */
    private Map<String, ListenerProperties> listeners = new LinkedHashMap<>();

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

    public EventsProperties getEvents() {
        return events;
    }

    public void setEvents(EventsProperties events) {
        this.events = events;
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

    public Map<String, BufferProperties> getTemplates() {
        return templates;
    }

    public void setTemplates(Map<String, BufferProperties> templates) {
        this.templates = templates;
    }

    public Map<String, ListenerProperties> getListeners() {
        return listeners;
    }

    public void setListeners(Map<String, ListenerProperties> listeners) {
        this.listeners = listeners;
    }
}
