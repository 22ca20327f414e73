package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.origin.Origin;
import org.springframework.util.unit.DataSize;

/** Translates a binding failure into the terms of {@code buffers}. */
final class BindFailure {

    private static final String RETRY = "retry";

    private BindFailure() {}

    /**
     * Returns the exception that names the key and the allowed values.
     *
     * @param find returns the property of a key, null if there is none
     */
    static BufferConfigurationException translate(
            BindException failure, Function<ConfigurationPropertyName, @Nullable ConfigurationProperty> find) {
        if (failure.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
            return unbound.getUnboundProperties().stream()
                    .min(Comparator.comparing(ConfigurationProperty::getName))
                    .map(BindFailure::unbound)
                    .orElseThrow();
        }
        ConfigurationProperty property = find.apply(failure.getName());
        return new BufferConfigurationException(
                failure.getName(),
                property == null ? null : property.getValue(),
                Origin.from(property),
                "it cannot be converted",
                allowed(failure.getTarget().getType().resolve(Object.class)) + ".");
    }

    /* Binding reports an empty value as unbound although its key is known. */
    private static BufferConfigurationException unbound(ConfigurationProperty property) {
        ConfigurationPropertyName name = property.getName();
        Set<String> keys = keys(parent(name));
        if (BufferKeys.TEMPLATES.isAncestorOf(name) && name.getNumberOfElements() == 4) {
            keys.removeAll(Set.of(BufferKeys.EXECUTOR, BufferKeys.LISTENER));
        }
        return keys.contains(name.getLastElement(Form.DASHED))
                        && String.valueOf(property.getValue()).isEmpty()
                ? new BufferConfigurationException(property, "it has no value", "Set a value, or remove it.")
                : new BufferConfigurationException(
                        property, "the key is unknown", "Use one of: " + String.join(", ", keys) + ".");
    }

    /* Returns the type that lacks the property. */
    private static Class<?> parent(ConfigurationPropertyName name) {
        if (BufferKeys.EVENTS.isAncestorOf(name)) {
            return EventsProperties.class;
        }
        boolean listener = BufferKeys.LISTENERS.isAncestorOf(name);
        boolean buffer = BufferKeys.INSTANCES.isAncestorOf(name) || BufferKeys.TEMPLATES.isAncestorOf(name);
        int position = listener || buffer ? 3 : 2;
        Class<?> type = listener
                ? ListenerProperties.class
                : position == 3
                        ? BufferProperties.class
                        : BufferKeys.DEFAULTS.isAncestorOf(name) ? BufferDefaults.class : BuffersProperties.class;
        if (!listener && is(name, position, BufferKeys.HEALTH)) {
            return HealthProperties.class;
        }
        if (!listener && is(name, position, BufferKeys.SHARED)) {
            return SharedProperties.class;
        }
        if (!listener && is(name, position, BufferKeys.LISTENER)) {
            type = ListenerProperties.class;
            position++;
        }
        if (type == BufferProperties.class && is(name, position, BufferKeys.EXECUTOR)) {
            return ExecutorProperties.class;
        }
        return type == ListenerProperties.class && is(name, position, RETRY) ? ListenerRetryProperties.class : type;
    }

    private static boolean is(ConfigurationPropertyName name, int position, String element) {
        return name.getNumberOfElements() > position + 1
                && name.getElement(position, Form.UNIFORM).equals(element);
    }

    /** Returns what is allowed for a property of a type, as the begin of a sentence. */
    static String allowed(Class<?> type) {
        if (type.isEnum()) {
            return "Use one of: "
                    + Stream.of(type.getEnumConstants())
                            .map(BindFailure::text)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class) {
            return "Use an integer, 1 or more";
        }
        if (type == BufferSize.class) {
            return "Use an integer, 1 or more, or for a buffer with 'unit: bytes' a size such as 64KB";
        }
        if (type == DataSize.class) {
            return "Use a size such as 1MB or 64KB";
        }
        if (type == Long.class) {
            return "Use an integer, 0 or more";
        }
        if (type == Double.class) {
            return "Use a number, 1 or more";
        }
        if (type == WaterMarkLevel.class) {
            return "Use a number of elements such as 800, or a percentage of the capacity such as 80%, or for a buffer"
                    + " with 'unit: bytes' a size such as 48KB";
        }
        if (type == Class.class) {
            return "Use the full name of a class";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "Use true or false";
        }
        if (type == Duration.class) {
            return "Use a duration such as 20s, 500ms or PT1M";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "Use a map of names to values";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "Use a list of names";
        }
        return "Use a map with the keys " + String.join(", ", keys(type));
    }

    /** Returns a constant of an enumeration as it is written in YAML. */
    static String text(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Set<String> keys(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .filter(property -> property.getWriteMethod() != null)
                .map(property -> DataObjectPropertyName.toDashedForm(property.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
