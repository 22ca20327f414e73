package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.util.ClassUtils;

/** Rejects invalid values of instances, and removes inherited properties that do not apply. */
final class InstanceValidator {

    private static final String CAPACITY = "capacity";
    private static final String INITIAL_CAPACITY = "initial-capacity";
    private static final String MAX_CAPACITY = "max-capacity";
    private static final List<String> CAPACITIES = List.of(CAPACITY, INITIAL_CAPACITY, MAX_CAPACITY);
    private static final int MAX_HISTORY = 100_000;
    private static final Set<String> RESERVED_TAGS = Set.of("name", "type", "operation", "reason", "cause");
    static final String CONTEXT_REGISTRY = "io.micrometer.context.ContextRegistry";

    private static final String NO_INSTANCE = "";

    private final BufferInstances instances;

    InstanceValidator(BufferInstances instances) {
        this.instances = instances;
    }

    void validate(BuffersProperties properties, BufferProperties defaults) {
        if (!properties.isEnabled()) {
            throw instances.invalid("enabled", "it is neither true nor false", "Use true or false.");
        }
        Duration timeout = properties.getShutdownTimeout();
        if (timeout != null && timeout.isNegative()) {
            throw instances.invalid("shutdown-timeout", "it is negative", "Use a duration of 0s or more.");
        }
        int history = properties.getEvents().getHistory();
        if (history < 1 || history > MAX_HISTORY) {
            throw instances.invalid("events.history", "it is out of range", "Use 1 to " + MAX_HISTORY + ".");
        }
        for (String tagKey : properties.getTagKeys()) {
            if (isReserved(tagKey) || tagKey.isBlank()) {
                throw instances.invalid(
                        BufferKeys.TAG_KEYS, "'" + tagKey + "' cannot be the key of a tag", allowedTagKeys());
            }
        }
        validateValues(NO_INSTANCE, defaults);
        instances.names().forEach(name -> validateInstance(name, instances.properties(name)));
        properties
                .getListeners()
                .forEach((id, listener) -> new ListenerValidator(
                                (key, reason, allowed) -> instances.invalidListener(id, key, reason, allowed))
                        .validate(listener));
    }

    private void validateInstance(String name, BufferProperties properties) {
        BufferType type = properties.getType();
        for (String capacity : CAPACITIES) {
            ConfigurationProperty own = instances.own(name, capacity);
            if (own != null && !type.capacities().contains(capacity)) {
                throw new BufferConfigurationException(
                        own,
                        "it does not apply to a buffer of type " + type.value(),
                        "Remove it, or use " + String.join(", ", new TreeSet<>(type.capacities()))
                                + ", or another type.");
            }
        }
        if (type == BufferType.RING) {
            new HealthValidator(instances).validateRing(name);
        }
        validateValues(name, properties);
        new WaterMarkValidator(instances).validateInstance(name, properties);
        new ExecutorValidator(instances).validate(name, properties);
    }

    private void validateValues(String name, BufferProperties properties) {
        validateRange(name, CAPACITY, properties.getCapacity(), BufferBuilder.MAX_CAPACITY);
        validateRange(name, INITIAL_CAPACITY, properties.getInitialCapacity(), BufferBuilder.MAX_CAPACITY);
        validateRange(name, MAX_CAPACITY, properties.getMaxCapacity(), BufferBuilder.MAX_CAPACITY);
        if (properties.getMaxCapacity() != null) {
            validateMaxCapacity(name, properties, properties.getMaxCapacity());
        }
        if (properties.drainTimeoutOrDefault().isNegative()) {
            throw instances.invalid(
                    name,
                    "drain-timeout",
                    "it is negative",
                    "Use a duration of 0s or more; 0s closes the buffer without waiting.");
        }
        if (properties.getStalledAfter().isNegative()
                || properties.getStalledAfter().isZero()) {
            throw instances.invalid(
                    name, "stalled-after", "it is not positive", "Use a duration such as 30s, more than 0s.");
        }
        if (properties.propagatesContext() && !ClassUtils.isPresent(CONTEXT_REGISTRY, null)) {
            throw instances.invalid(
                    name,
                    "propagate-context",
                    "io.micrometer:context-propagation is not on the class path",
                    "Add this dependency, or use false.");
        }
        new HealthValidator(instances).validate(name, properties);
        new WaterMarkValidator(instances).validate(name, properties);
        properties.getTags().forEach((key, value) -> validateTag(name, key, value));
        new ListenerValidator((key, reason, allowed) ->
                        instances.invalid(name, BufferKeys.LISTENER + "." + key, reason, allowed))
                .validate(properties.getListener());
    }

    /* A maximum of the instance itself overrides an inherited capacity, and vice versa. */
    private void validateMaxCapacity(String name, BufferProperties properties, int max) {
        if (properties.getCapacity() > max) {
            if (instances.own(name, CAPACITY) == null) {
                properties.setCapacity(max);
            } else if (instances.own(name, MAX_CAPACITY) == null) {
                properties.setMaxCapacity(null);
            } else {
                validateRange(name, CAPACITY, properties.getCapacity(), max);
            }
        }
        if (properties.getInitialCapacity() != null && properties.getInitialCapacity() > max) {
            if (instances.own(name, INITIAL_CAPACITY) == null) {
                properties.setInitialCapacity(max);
            } else {
                validateRange(name, INITIAL_CAPACITY, properties.getInitialCapacity(), max);
            }
        }
    }

    private void validateRange(String name, String property, @Nullable Integer value, int max) {
        if (value != null && (value < 1 || value > max)) {
            throw instances.invalid(name, property, "it is out of range", "Use 1 to " + max + ".");
        }
    }

    private void validateTag(String name, String key, String value) {
        if (isReserved(key)) {
            throw instances.invalid(name, tag(key), "this key is reserved for the meters", allowedTagKeys());
        }
        if (value.isBlank()) {
            throw instances.invalid(name, tag(key), "a tag needs a value", "Set a value, or remove it.");
        }
    }

    private static String tag(String key) {
        return BufferKeys.TAGS + "[" + key + "]";
    }

    private static boolean isReserved(String key) {
        return RESERVED_TAGS.contains(Spellings.uniform(key));
    }

    private static String allowedTagKeys() {
        return "Use any key except " + String.join(", ", new TreeSet<>(RESERVED_TAGS)) + ".";
    }
}
