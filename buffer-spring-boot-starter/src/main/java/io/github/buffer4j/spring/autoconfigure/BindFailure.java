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

/** Translates a binding failure into the terms of {@code buffers}. */
final class BindFailure {

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
        Set<String> keys = keys(
                BufferKeys.INSTANCES.isAncestorOf(name)
                        ? BufferProperties.class
                        : BufferKeys.DEFAULTS.isAncestorOf(name) ? BufferDefaults.class : BuffersProperties.class);
        return keys.contains(name.getLastElement(Form.DASHED))
                        && String.valueOf(property.getValue()).isEmpty()
                ? new BufferConfigurationException(property, "it has no value", "Set a value, or remove it.")
                : new BufferConfigurationException(
                        property, "the key is unknown", "Use one of: " + String.join(", ", keys) + ".");
    }

    private static String allowed(Class<?> type) {
        if (type.isEnum()) {
            return "Use one of: "
                    + Stream.of(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class) {
            return "Use an integer, 1 or more";
        }
        if (type == boolean.class) {
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

    private static Set<String> keys(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .filter(property -> property.getWriteMethod() != null)
                .map(property -> DataObjectPropertyName.toDashedForm(property.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
