package io.github.buffer4j.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * The properties under {@code buffers} of all property sources of an environment, with one spelling of each name of an
 * instance or a template, and of each tag key. Sources may spell these differently, and environment variables can
 * contain neither dashes nor lower case. Each value is read once.
 */
final class BufferSources {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    private final List<ConfigurationPropertySource> sources = new ArrayList<>();
    private final Spellings names = new Spellings("name of the instance");
    private final Spellings templates = new Spellings("name of the template");
    private final Spellings ids = new Spellings("id of the listener");
    private final Spellings tagKeys = new Spellings("key of the tag");
    private final Set<String> placed = new LinkedHashSet<>();
    private final Set<String> unplaced = new TreeSet<>();
    private final Map<String, Map<String, String>> wrongNames = new LinkedHashMap<>();

    /**
     * Reads the property sources of an environment.
     *
     * @throws BufferConfigurationException if a name is invalid, or if one source spells it in two ways
     */
    BufferSources(Environment environment) {
        List<ConfigurationPropertySource> all = StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .toList();
        List<ConfigurationPropertySource> lowestFirst = new ArrayList<>(all);
        Collections.reverse(lowestFirst);
        Map<ConfigurationPropertySource, Map<BufferKey, ConfigurationProperty>> written = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : lowestFirst) {
            if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> enumerable
                    && !(enumerable instanceof SystemEnvironmentPropertySource)) {
                written.put(source, readSource(enumerable));
            }
        }
        for (ConfigurationPropertySource source : lowestFirst) {
            if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables
                    && source instanceof IterableConfigurationPropertySource iterable) {
                written.put(source, readVariables(iterable, variables));
            }
        }
        refuseWrongNames();
        all.forEach(source -> sources.add(canonical(source, written.get(source))));
    }

    /** Returns the sources, highest precedence first. */
    List<ConfigurationPropertySource> sources() {
        return sources;
    }

    /** Returns the spelling of an instance name; an unknown name is returned unchanged. */
    String name(String name) {
        return names.of(name);
    }

    /** Returns the spelling of the name of a template; an unknown name is returned unchanged. */
    String template(String name) {
        return templates.of(name);
    }

    String tagKey(String tagKey) {
        return tagKeys.of(tagKey);
    }

    /**
     * Returns the names of the instances in the order of their appearance in the sources, from lowest to highest
     * precedence. Names that appear in environment variables and system properties only come last, sorted.
     */
    List<String> names() {
        return Stream.concat(placed.stream(), unplaced.stream())
                .map(names::of)
                .distinct()
                .toList();
    }

    private Map<BufferKey, ConfigurationProperty> readSource(EnumerablePropertySource<?> source) {
        names.nextSource();
        templates.nextSource();
        ids.nextSource();
        tagKeys.nextSource();
        boolean system = source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        Map<BufferKey, ConfigurationProperty> properties = readDotted(source);
        properties.forEach((key, property) -> {
            checkName(key, property, source.getName());
            note(key, property, system ? unplaced : placed);
        });
        return properties;
    }

    private static Map<BufferKey, ConfigurationProperty> readDotted(EnumerablePropertySource<?> source) {
        Map<BufferKey, ConfigurationProperty> properties = new LinkedHashMap<>();
        for (String name : source.getPropertyNames()) {
            BufferKey key = BufferKey.parse(name);
            Object value = key.isOurs() ? source.getProperty(name) : null;
            if (value != null) {
                properties.put(
                        key,
                        new ConfigurationProperty(
                                ConfigurationPropertyName.adapt(name, '.'),
                                value,
                                PropertySourceOrigin.get(source, name)));
            }
        }
        return properties;
    }

    /*
     * A variable name may contain dots. Otherwise, the standard form of a key has the fewest elements; it comes first
     * and takes precedence over the form with underscores for dashes.
     */
    private Map<BufferKey, ConfigurationProperty> readVariables(
            IterableConfigurationPropertySource source, EnumerablePropertySource<?> underlying) {
        EnvironmentKeys keys = new EnvironmentKeys(names, templates);
        Map<BufferKey, ConfigurationProperty> properties = readDotted(underlying);
        properties.forEach(this::noteVariable);
        source.stream()
                .filter(BufferKeys.BUFFERS::isAncestorOf)
                .sorted(Comparator.comparing(ConfigurationPropertyName::getNumberOfElements))
                .forEach(variable -> {
                    BufferKey key = keys.read(variable);
                    ConfigurationProperty property = source.getConfigurationProperty(variable);
                    if (key != null && property != null) {
                        properties.putIfAbsent(key, property);
                        noteVariable(key, property);
                    }
                });
        return properties;
    }

    private void note(BufferKey key, ConfigurationProperty property, Set<String> position) {
        String name = key.instance();
        if (name != null) {
            names.add(name, property);
            position.add(name);
        }
        String template = key.template();
        if (template != null) {
            templates.add(template, property);
        }
        String id = key.listener();
        if (id != null) {
            ids.add(id, property);
        }
        String tag = key.tag();
        if (tag != null) {
            tagKeys.add(tag, property);
        }
        if (key.isTagKeys()) {
            for (String tagKey : StringUtils.tokenizeToStringArray(String.valueOf(property.getValue()), ",")) {
                tagKeys.add(tagKey, property);
            }
        }
    }

    private void noteVariable(BufferKey key, ConfigurationProperty property) {
        checkName(key, property, "environment");
        String name = key.instance();
        if (name != null && !names.contains(name)) {
            names.add(name, property);
            unplaced.add(name);
        }
        String template = key.template();
        if (template != null && !templates.contains(template)) {
            templates.add(template, property);
        }
    }

    /* One origin per source suffices. */
    private void checkName(BufferKey key, ConfigurationProperty property, String source) {
        String instance = key.instance();
        String name = instance == null ? key.template() : instance;
        if (name != null && !NAME.matcher(name).matches()) {
            String kind = instance == null
                    ? "' of a template under '" + BufferKeys.TEMPLATES
                    : "' of an instance under '" + BufferKeys.INSTANCES;
            wrongNames
                    .computeIfAbsent(name + kind, wrong -> new LinkedHashMap<>())
                    .putIfAbsent(source, String.valueOf(property.getOrigin()));
        }
    }

    private void refuseWrongNames() {
        wrongNames.forEach((wrong, origins) -> {
            throw new BufferConfigurationException(
                    "The name '" + wrong + "' (" + String.join(", ", origins.values()) + ") is not allowed.",
                    "Use ASCII letters, digits and dashes, starting with a letter.");
        });
    }

    private ConfigurationPropertySource canonical(
            ConfigurationPropertySource source, @Nullable Map<BufferKey, ConfigurationProperty> written) {
        if (written == null) {
            return source;
        }
        Map<ConfigurationPropertyName, ConfigurationProperty> properties = new LinkedHashMap<>();
        written.forEach(
                (key, property) -> properties.putIfAbsent(key.canonical(names, templates, ids, tagKeys), property));
        return new CanonicalSource(source.getUnderlyingSource(), properties);
    }
}
