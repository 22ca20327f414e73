package io.github.buffer4j.spring.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/** What an environment says under {@code buffers.defaults} and {@code buffers.instances}, checked. */
final class BufferInstances {

    private static final ConfigurationPropertyName DEFAULTS = ConfigurationPropertyName.of("buffers.defaults");
    private static final ConfigurationPropertyName INSTANCES = ConfigurationPropertyName.of("buffers.instances");
    private static final int MAX_CAPACITY = 1 << 30;

    private final Binder binder;
    private final Map<String, BufferProperties> instances = new LinkedHashMap<>();
    private final Map<String, ConfigurationPropertyName> keys = new LinkedHashMap<>();

    BufferInstances(Environment environment) {
        this.binder = Binder.get(environment);
        InstanceBindHandler handler = new InstanceBindHandler(nothingUnbound(), this::defaults);
        binder.bind(INSTANCES, Bindable.mapOf(String.class, BufferProperties.class), handler)
                .ifBound(instances::putAll);
        Map<ConfigurationPropertyName, String> names = new LinkedHashMap<>();
        instances.keySet().forEach(name -> names.merge(handler.key(name), name, BufferInstances::asWritten));
        names.forEach((key, name) -> keys.put(name, key));
        keys.keySet().forEach(this::check);
    }

    Collection<String> names() {
        return keys.keySet();
    }

    /** The properties of one instance; for a name that is no instance, the defaults. */
    BufferProperties properties(String name) {
        BufferProperties properties = instances.get(name);
        return properties == null ? defaults() : properties;
    }

    /** The exception for a bad value; names the key that holds it, be it the instance's own or a default. */
    InvalidConfigurationPropertyValueException invalid(
            String name, String property, @Nullable Object value, String reason) {
        ConfigurationPropertyName own = keys.getOrDefault(name, DEFAULTS).append(property);
        boolean inherited = !binder.bind(own, Bindable.of(String.class)).isBound();
        String key = (inherited ? DEFAULTS.append(property) : own).toString();
        return new InvalidConfigurationPropertyValueException(key, value, reason);
    }

    private BufferProperties defaults() {
        BufferProperties defaults = new BufferProperties();
        binder.bind(DEFAULTS, Bindable.of(BufferProperties.class).withExistingValue(defaults), nothingUnbound());
        return defaults;
    }

    private void check(String name) {
        BufferProperties properties = properties(name);
        checkRange(name, "capacity", properties.getCapacity(), MAX_CAPACITY);
        if (properties.getMaxCapacity() != Integer.MAX_VALUE) {
            checkRange(name, "max-capacity", properties.getMaxCapacity(), MAX_CAPACITY);
        }
        int initialCapacityLimit = Math.min(properties.getMaxCapacity(), MAX_CAPACITY);
        checkRange(name, "initial-capacity", properties.initialCapacityOrDefault(), initialCapacityLimit);
    }

    private void checkRange(String name, String property, int value, int max) {
        if (value < 1 || value > max) {
            throw invalid(name, property, value, "It must be 1 to " + max + ".");
        }
    }

    private static BindHandler nothingUnbound() {
        return new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());
    }

    /*
     * BUFFERS_INSTANCES_ORDEREVENTS_CAPACITY belongs to the instance order-events, but as an environment variable has no
     * way to spell the dash it also looks like an instance orderevents.
     */
    private static String asWritten(String first, String second) {
        String uniform = ConfigurationPropertyName.adapt(first, '.').getLastElement(Form.UNIFORM);
        return first.equals(uniform) ? second : first;
    }
}
