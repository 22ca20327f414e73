package io.github.buffer4j.spring.autoconfigure;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * The properties of one source under {@code buffers} by canonical name.
 *
 * @param underlying the property source
 * @param properties the properties, as written
 */
record CanonicalSource(@Nullable Object underlying, Map<ConfigurationPropertyName, ConfigurationProperty> properties)
        implements IterableConfigurationPropertySource {

    @Override
    public Stream<ConfigurationPropertyName> stream() {
        return properties.keySet().stream();
    }

    @Override
    public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
        return properties.get(name);
    }

    @Override
    public @Nullable Object getUnderlyingSource() {
        return underlying;
    }
}
