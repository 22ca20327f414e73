package io.github.buffer4j.spring.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names of instances as the user wrote them. An environment variable cannot spell one that has a dash or a capital:
 * {@code BUFFERS_INSTANCES_ORDEREVENTS_CAPACITY} belongs to {@code order-events} if there is one, although it also looks
 * like an instance of its own.
 */
final class InstanceNames {

    private final Map<String, String> written = new TreeMap<>();

    /**
     * Reads the names from all sources but environment variables.
     *
     * @throws BufferConfigurationException if two names differ only in punctuation or case
     */
    InstanceNames(Iterable<ConfigurationPropertySource> sources) {
        int index = BufferInstances.INSTANCES.getNumberOfElements();
        StreamSupport.stream(sources.spliterator(), false)
                .filter(source -> !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(BufferInstances.INSTANCES::isAncestorOf)
                .forEach(key -> add(key.chop(index + 1), key.getElement(index, Form.ORIGINAL)));
    }

    private void add(ConfigurationPropertyName key, String name) {
        String other = written.putIfAbsent(uniform(name), name);
        if (other != null && !other.equals(name)) {
            throw new BufferConfigurationException(
                    key,
                    null,
                    null,
                    "its name differs from that of the instance '" + other + "' only in punctuation or case",
                    "Spell the name in the same way everywhere, or give one of the two another name.");
        }
    }

    /** Whether a name is how an environment variable spells another one. */
    boolean isAnother(String name) {
        return !name.equals(written.getOrDefault(uniform(name), name));
    }

    /** A name without what Prometheus, environment variables and the like take from it or change in it. */
    static String uniform(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }
}
