package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/** What an environment says under {@code buffers}, checked. No aspect applies to it, as a final class has no proxy. */
final class BufferInstances implements AopInfrastructureBean {

    static final ConfigurationPropertyName BUFFERS = ConfigurationPropertyName.of(BufferKey.BUFFERS);
    static final ConfigurationPropertyName DEFAULTS = BUFFERS.append(BufferKey.DEFAULTS);
    static final ConfigurationPropertyName INSTANCES = BUFFERS.append(BufferKey.INSTANCES);

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final BufferSources sources;
    private final Binder binder;
    private final BuffersProperties properties;
    private final BufferProperties defaults;
    private final Map<String, BufferProperties> instances = new LinkedHashMap<>();
    private final Map<String, ConfigurationPropertyName> keys = new LinkedHashMap<>();

    /**
     * Reads and checks all instances.
     *
     * @throws BufferConfigurationException if something is not allowed
     */
    BufferInstances(Environment environment) {
        this.sources = new BufferSources(environment);
        this.binder = new Binder(sources.sources(), new PropertySourcesPlaceholdersResolver(environment));
        InstanceBindHandler handler = new InstanceBindHandler(
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()),
                this::bindDefaults);
        try {
            this.defaults = bindDefaults();
            this.properties = binder.bind(BUFFERS, Bindable.of(BuffersProperties.class), handler)
                    .orElseGet(BuffersProperties::new);
        } catch (BindException e) {
            throw BindFailure.translate(e, this::find);
        }
        Map<String, BufferProperties> bound = properties.getInstances();
        Stream.concat(sources.names().stream(), bound.keySet().stream())
                .distinct()
                .forEach(name -> add(name, bound.get(name), handler));
        new InstanceCheck(this).check(properties, defaults);
        new EndOrderCheck(this).check();
    }

    /* Each call returns an object of its own, for an instance to start from. When a buffer ends is never inherited. */
    private BufferProperties bindDefaults() {
        BufferProperties inherited =
                binder.bind(DEFAULTS, Bindable.of(BufferProperties.class)).orElseGet(BufferProperties::new);
        inherited.setAfter(new ArrayList<>());
        inherited.setEnds(BufferEnd.LATE);
        return inherited;
    }

    private void add(String name, @Nullable BufferProperties instance, InstanceBindHandler handler) {
        if (instance != null) {
            instance.setAfter(instance.getAfter().stream().map(sources::name).toList());
            instances.put(name, instance);
            keys.put(name, handler.key(name));
        }
    }

    /** Returns the names of the instances in the order of their position in the configuration. */
    List<String> names() {
        return List.copyOf(instances.keySet());
    }

    /** Returns the properties of one instance; for a name that is no instance, the defaults. */
    BufferProperties properties(String name) {
        return instances.getOrDefault(name, defaults);
    }

    /** Returns the time after which all buffers are closed when the application stops. */
    Duration shutdownTimeout() {
        Duration timeout = properties.getShutdownTimeout();
        return timeout != null
                ? timeout
                : Stream.concat(Stream.of(defaults), instances.values().stream())
                        .map(BufferDefaults::drainTimeoutOrDefault)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO)
                        .plus(GRACE);
    }

    /** Returns the keys that a tag may have, sorted: those of all instances, and those that are declared. */
    Set<String> tagKeys() {
        Set<String> tagKeys = new TreeSet<>(defaults.getTags().keySet());
        instances.values().forEach(instance -> tagKeys.addAll(instance.getTags().keySet()));
        properties.getTagKeys().stream().map(sources::tagKey).forEach(tagKeys::add);
        return tagKeys;
    }

    /** Returns the property of an instance itself, not one that it inherits; null if it has none. */
    @Nullable
    ConfigurationProperty own(String name, String property) {
        return find(append(key(name), property));
    }

    /** Returns the exception for a bad value, with the key that holds it, be it the instance's own or a default. */
    BufferConfigurationException invalid(String name, String property, String reason, String allowed) {
        ConfigurationPropertyName key = append(key(name), property);
        ConfigurationProperty found = find(key);
        return invalid(key, found == null ? find(append(DEFAULTS, property)) : found, reason, allowed);
    }

    /** Returns the exception for a bad value of no instance. */
    BufferConfigurationException invalid(String property, String reason, String allowed) {
        ConfigurationPropertyName key = append(BUFFERS, property);
        return invalid(key, find(key), reason, allowed);
    }

    private static BufferConfigurationException invalid(
            ConfigurationPropertyName key, @Nullable ConfigurationProperty found, String reason, String allowed) {
        return found == null
                ? new BufferConfigurationException(key, null, null, reason, allowed)
                : new BufferConfigurationException(found, reason, allowed);
    }

    private static ConfigurationPropertyName append(ConfigurationPropertyName key, String property) {
        return key.append(ConfigurationPropertyName.adapt(property, '.'));
    }

    /** Returns the key of an instance; for a name that is no instance, that of the defaults. */
    ConfigurationPropertyName key(String name) {
        return keys.getOrDefault(name, DEFAULTS);
    }

    private @Nullable ConfigurationProperty find(ConfigurationPropertyName key) {
        for (ConfigurationPropertySource source : sources.sources()) {
            ConfigurationProperty property = source.getConfigurationProperty(key);
            if (property != null) {
                return property;
            }
        }
        return null;
    }
}
