package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.util.ClassUtils;

/** Rejects invalid values of instances and templates, and removes inherited properties that do not apply. */
final class InstanceValidator {

    private static final String CAPACITY = "capacity";
    private static final String INITIAL_CAPACITY = "initial-capacity";
    private static final String MAX_CAPACITY = "max-capacity";
    private static final List<String> CAPACITIES = List.of(CAPACITY, INITIAL_CAPACITY, MAX_CAPACITY);
    private static final int MAX_HISTORY = 100_000;
    private static final Set<String> RESERVED_TAGS = Set.of("name", "type", "operation", "reason", "cause", "useful");
    static final String CONTEXT_REGISTRY = "io.micrometer.context.ContextRegistry";

    private final BufferInstances instances;

    InstanceValidator(BufferInstances instances) {
        this.instances = instances;
    }

    void validate(BuffersProperties properties) {
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
        validateValues(instances.defaults());
        instances.names().forEach(name -> validateInstance(instances.declaration(name)));
        instances.templates().forEach(this::validateTemplate);
        properties
                .getListeners()
                .forEach((id, listener) -> new ListenerValidator(
                                (key, reason, allowed) -> instances.invalidListener(id, key, reason, allowed))
                        .validate(listener));
    }

    private void validateTemplate(BufferDeclaration template) {
        refuse(
                template,
                BufferKeys.EXECUTOR,
                "it does not apply to a template, because an executor is a bean",
                "Remove it, or create a BufferTaskExecutor in the application.");
        refuse(
                template,
                BufferKeys.LISTENER,
                "it does not apply to a template, because a listener of a buffer that is created at run time has its"
                        + " own options",
                "Remove it, and set the options of the ListenerSpec.");
        validateInstance(template);
    }

    private void refuse(BufferDeclaration template, String property, String reason, String allowed) {
        ConfigurationProperty own = instances.firstUnder(BufferDeclaration.append(template.key(), property));
        if (own != null) {
            throw new BufferConfigurationException(own, reason, allowed);
        }
    }

    private void validateInstance(BufferDeclaration declared) {
        SharedValidator.validate(declared, instances::firstUnder);
        UnitValidator.validate(declared, instances::firstUnder);
        BufferType type = declared.properties().getType();
        for (String capacity : CAPACITIES) {
            ConfigurationProperty own = declared.own(capacity);
            if (own != null && !type.capacities().contains(capacity)) {
                throw new BufferConfigurationException(
                        own,
                        "it does not apply to a buffer of type " + type.value(),
                        "Remove it, or use " + String.join(", ", new TreeSet<>(type.capacities()))
                                + ", or another type.");
            }
        }
        if (type == BufferType.RING) {
            HealthValidator.validateRing(declared);
        }
        validateValues(declared);
        WaterMarkValidator.validateInstance(declared);
        ExecutorValidator.validate(declared);
    }

    private static void validateValues(BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        validateRange(declared, CAPACITY, properties.getCapacity(), BufferBuilder.MAX_CAPACITY);
        validateRange(declared, INITIAL_CAPACITY, properties.getInitialCapacity(), BufferBuilder.MAX_CAPACITY);
        validateRange(declared, MAX_CAPACITY, properties.getMaxCapacity(), BufferBuilder.MAX_CAPACITY);
        validateMaxCapacity(declared, properties.getMaxCapacity());
        if (properties.drainTimeoutOrDefault().isNegative()) {
            throw declared.invalid(
                    "drain-timeout",
                    "it is negative",
                    "Use a duration of 0s or more; 0s closes the buffer without waiting.");
        }
        if (properties.getStalledAfter().isNegative()
                || properties.getStalledAfter().isZero()) {
            throw declared.invalid("stalled-after", "it is not positive", "Use a duration such as 30s, more than 0s.");
        }
        if (properties.propagatesContext() && !ClassUtils.isPresent(CONTEXT_REGISTRY, null)) {
            throw declared.invalid(
                    "propagate-context",
                    "io.micrometer:context-propagation is not on the class path",
                    "Add this dependency, or use false.");
        }
        SharedValidator.validateValues(declared);
        HealthValidator.validate(declared);
        WaterMarkValidator.validate(declared);
        properties.getTags().forEach((key, value) -> validateTag(declared, key, value));
        new ListenerValidator(
                        (key, reason, allowed) -> declared.invalid(BufferKeys.LISTENER + "." + key, reason, allowed))
                .validate(properties.getListener());
    }

    /* A maximum of the instance itself overrides an inherited capacity, and vice versa. */
    private static void validateMaxCapacity(BufferDeclaration declared, @Nullable BufferSize max) {
        BufferProperties properties = declared.properties();
        if (max == null) {
            return;
        }
        BufferSize capacity = properties.capacityOrDefault();
        if (capacity.exceeds(max)) {
            if (declared.own(CAPACITY) == null) {
                properties.setCapacity(max);
            } else if (declared.own(MAX_CAPACITY) == null) {
                properties.setMaxCapacity(null);
            } else {
                validateRange(declared, CAPACITY, capacity, max.value());
            }
        }
        BufferSize initialCapacity = properties.getInitialCapacity();
        if (initialCapacity != null && initialCapacity.exceeds(max)) {
            if (declared.own(INITIAL_CAPACITY) == null) {
                properties.setInitialCapacity(max);
            } else {
                validateRange(declared, INITIAL_CAPACITY, initialCapacity, max.value());
            }
        }
    }

    private static void validateRange(
            BufferDeclaration declared, String property, @Nullable BufferSize size, long max) {
        if (size != null && (size.value() < 1 || size.value() > max)) {
            throw declared.invalid(
                    property,
                    "it is out of range",
                    "Use 1 to " + max + (size.unit() == BufferUnit.BYTES ? " bytes." : "."));
        }
    }

    private static void validateTag(BufferDeclaration declared, String key, String value) {
        if (isReserved(key)) {
            throw declared.invalid(tag(key), "this key is reserved for the meters", allowedTagKeys());
        }
        if (value.isBlank()) {
            throw declared.invalid(tag(key), "a tag needs a value", "Set a value, or remove it.");
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
