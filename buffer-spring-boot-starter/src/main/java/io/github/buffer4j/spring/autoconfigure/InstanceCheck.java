package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/** Refuses values that no buffer can have. */
final class InstanceCheck {

    private static final List<String> CAPACITIES = List.of("capacity", "initial-capacity", "max-capacity");
    private static final Set<String> RESERVED_TAGS = Set.of("name", "type", "operation", "reason");
    private static final String NO_INSTANCE = "";

    private final BufferInstances instances;
    private final Map<String, String> tagKeys = new HashMap<>();

    InstanceCheck(BufferInstances instances) {
        this.instances = instances;
    }

    void checkDefaults(BufferProperties defaults) {
        checkValues(NO_INSTANCE, defaults);
    }

    void checkInstance(String name, BufferProperties properties) {
        BufferType type = properties.getType();
        for (String capacity : CAPACITIES) {
            ConfigurationProperty own = instances.own(name, capacity);
            if (own != null && !type.capacities().contains(capacity)) {
                throw new BufferConfigurationException(
                        own,
                        "it does not fit a buffer of the type " + type.value(),
                        "Leave it out, or use " + String.join(", ", new TreeSet<>(type.capacities()))
                                + ", or another type.");
            }
        }
        checkValues(name, properties);
    }

    private void checkValues(String name, BufferProperties properties) {
        checkRange(name, "capacity", properties.getCapacity(), BufferBuilder.MAX_CAPACITY);
        if (properties.getMaxCapacity() != null) {
            checkRange(name, "max-capacity", properties.getMaxCapacity(), BufferBuilder.MAX_CAPACITY);
        }
        checkRange(
                name,
                "initial-capacity",
                properties.initialCapacityOrDefault(),
                Math.min(properties.maxCapacityOrDefault(), BufferBuilder.MAX_CAPACITY));
        if (properties.getDrainTimeout().isNegative()) {
            throw instances.invalid(
                    name,
                    "drain-timeout",
                    "it is negative",
                    "Use a duration of 0s or more; 0s closes the buffer without a wait.");
        }
        properties.getTags().forEach((key, value) -> checkTag(name, key, value));
    }

    private void checkRange(String name, String property, int value, int max) {
        if (value < 1 || value > max) {
            throw instances.invalid(name, property, "it is out of range", "Use 1 to " + max + ".");
        }
    }

    private void checkTag(String name, String key, String value) {
        String uniform = InstanceNames.uniform(key);
        if (RESERVED_TAGS.contains(uniform)) {
            throw instances.invalid(
                    name,
                    "tags." + key,
                    "the meters have a tag of that name already",
                    "Use any key but " + String.join(", ", new TreeSet<>(RESERVED_TAGS)) + ".");
        }
        String other = tagKeys.putIfAbsent(uniform, key);
        if (other != null && !other.equals(key)) {
            throw instances.invalid(
                    name,
                    "tags." + key,
                    "its key differs from '" + other + "' only in punctuation or case",
                    "Spell the key in the same way everywhere.");
        }
        if (value.isBlank()) {
            throw instances.invalid(name, "tags." + key, "a tag needs a value", "Give it one, or leave it out.");
        }
    }
}
