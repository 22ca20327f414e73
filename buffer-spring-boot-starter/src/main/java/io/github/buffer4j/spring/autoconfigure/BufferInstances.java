package io.github.buffer4j.spring.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/** What an environment says under {@code buffers}, checked. */
final class BufferInstances {

    static final ConfigurationPropertyName BUFFERS = ConfigurationPropertyName.of("buffers");
    static final ConfigurationPropertyName DEFAULTS = BUFFERS.append("defaults");
    static final ConfigurationPropertyName INSTANCES = BUFFERS.append("instances");

    private final Iterable<ConfigurationPropertySource> sources;
    private final Binder binder;
    private final BufferProperties defaults;
    private final Map<String, BufferProperties> instances = new LinkedHashMap<>();
    private final Map<String, ConfigurationPropertyName> keys = new LinkedHashMap<>();

    /**
     * Reads and checks all instances.
     *
     * @throws BufferConfigurationException if something is not allowed
     */
    BufferInstances(Environment environment) {
        this.sources = ConfigurationPropertySources.get(environment);
        this.binder = Binder.get(environment);
        InstanceNames names = new InstanceNames(sources);
        InstanceBindHandler handler = new InstanceBindHandler(
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()),
                this::bindDefaults);
        try {
            this.defaults = bindDefaults();
            binder.bind(BUFFERS, Bindable.of(BuffersProperties.class), handler)
                    .map(BuffersProperties::getInstances)
                    .ifBound(instances::putAll);
        } catch (BindException e) {
            throw BindFailure.translate(e, this::find);
        }
        instances.keySet().removeIf(names::isAnother);
        instances.keySet().forEach(name -> keys.put(name, handler.key(name)));
        InstanceCheck check = new InstanceCheck(this);
        check.checkDefaults(defaults);
        instances.forEach(check::checkInstance);
    }

    /* Each call gives an object of its own, for an instance to start from. */
    private BufferProperties bindDefaults() {
        return binder.bind(DEFAULTS, Bindable.of(BufferProperties.class)).orElseGet(BufferProperties::new);
    }

    Collection<String> names() {
        return instances.keySet();
    }

    /** The properties of one instance; for a name that is no instance, the defaults. */
    BufferProperties properties(String name) {
        return instances.getOrDefault(name, defaults);
    }

    /** The keys of the tags of all instances, sorted. */
    Set<String> tagKeys() {
        Set<String> tagKeys = new TreeSet<>(defaults.getTags().keySet());
        instances
                .values()
                .forEach(properties -> tagKeys.addAll(properties.getTags().keySet()));
        return tagKeys;
    }

    /** The property of an instance itself, not one that it inherits; null if it has none. */
    @Nullable
    ConfigurationProperty own(String name, String property) {
        return find(key(name).append(property));
    }

    /** The exception for a bad value; names the key that holds it, be it the instance's own or a default. */
    BufferConfigurationException invalid(String name, String property, String reason, String allowed) {
        ConfigurationPropertyName key = append(key(name), property);
        ConfigurationProperty found = find(key);
        if (found == null) {
            found = find(append(DEFAULTS, property));
        }
        return found == null
                ? new BufferConfigurationException(key, null, null, reason, allowed)
                : new BufferConfigurationException(found, reason, allowed);
    }

    private static ConfigurationPropertyName append(ConfigurationPropertyName key, String property) {
        return key.append(ConfigurationPropertyName.adapt(property, '.'));
    }

    /** The key of an instance; for a name that is no instance, that of the defaults. */
    ConfigurationPropertyName key(String name) {
        return keys.getOrDefault(name, DEFAULTS);
    }

    private @Nullable ConfigurationProperty find(ConfigurationPropertyName key) {
        for (ConfigurationPropertySource source : sources) {
            ConfigurationProperty property = source.getConfigurationProperty(key);
            if (property != null) {
                return property;
            }
        }
        return null;
    }
}
