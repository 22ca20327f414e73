package io.github.buffer4j.spring.autoconfigure;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The configuration of one buffer: that of an instance or a template, or {@code buffers.defaults}.
 *
 * @param key the key under which its properties are
 * @param properties its properties, including those that are inherited
 * @param find returns the property of a key, null if there is none
 */
record BufferDeclaration(
        ConfigurationPropertyName key,
        BufferProperties properties,
        Function<ConfigurationPropertyName, @Nullable ConfigurationProperty> find) {

    /** Returns a property of the declaration itself, not an inherited one; null if it is not set. */
    @Nullable
    ConfigurationProperty own(String property) {
        return find.apply(append(key, property));
    }

    /** Returns the exception for an invalid value, naming the key that holds it: its own or the default. */
    BufferConfigurationException invalid(String property, String reason, String allowed) {
        ConfigurationProperty own = own(property);
        return invalid(
                append(key, property),
                own == null ? find.apply(append(BufferKeys.DEFAULTS, property)) : own,
                reason,
                allowed);
    }

    static BufferConfigurationException invalid(
            ConfigurationPropertyName key, @Nullable ConfigurationProperty found, String reason, String allowed) {
        return found == null
                ? new BufferConfigurationException(key, null, null, reason, allowed)
                : new BufferConfigurationException(found, reason, allowed);
    }

    static ConfigurationPropertyName append(ConfigurationPropertyName key, String property) {
        return key.append(ConfigurationPropertyName.adapt(property, '.'));
    }
}
