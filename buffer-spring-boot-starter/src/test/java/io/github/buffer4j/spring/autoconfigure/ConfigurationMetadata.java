package io.github.buffer4j.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Configuration metadata as the annotation processor writes it: that of all keys, or that of one type. */
record ConfigurationMetadata(JsonNode json) {

    private static final String ALL = "/META-INF/spring-configuration-metadata.json";
    private static final String OF_TYPE = "/META-INF/spring/configuration-metadata/%s.json";
    private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,(io\\.github\\..+)>");

    static ConfigurationMetadata all() {
        return read(ALL);
    }

    /** Returns the metadata of a type that is annotated as a {@code ConfigurationPropertiesSource}. */
    static ConfigurationMetadata of(String type) {
        return read(OF_TYPE.formatted(type));
    }

    /** Returns the properties by their names. */
    Map<String, JsonNode> properties() {
        return byName("properties");
    }

    /** Returns the types of the groups by their names. */
    Map<String, String> groups() {
        Map<String, String> groups = new TreeMap<>();
        byName("groups").forEach((name, group) -> groups.put(name, text(group, "type")));
        return groups;
    }

    /** Returns the types of the values of maps by the names of the maps, such as {@code buffers.instances}. */
    Map<String, String> maps() {
        Map<String, String> types = new LinkedHashMap<>();
        properties().forEach((name, property) -> {
            Matcher map = MAP.matcher(text(property, "type"));
            if (map.matches()) {
                types.put(name, map.group(1));
            }
        });
        return types;
    }

    @Nullable
    JsonNode hint(String name) {
        return byName("hints").get(name);
    }

    /** Returns a text, empty if there is none. */
    static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }

    /** Returns the elements of an array, none if there is none. */
    static Stream<JsonNode> elements(@Nullable JsonNode node, String key) {
        return node == null || !node.has(key) ? Stream.of() : node.get(key).valueStream();
    }

    private Map<String, JsonNode> byName(String array) {
        Map<String, JsonNode> nodes = new TreeMap<>();
        elements(json, array).forEach(node -> nodes.put(text(node, "name"), node));
        return nodes;
    }

    private static ConfigurationMetadata read(String path) {
        try (InputStream in = ConfigurationMetadata.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new AssertionError(path + " is missing: its type needs @ConfigurationPropertiesSource");
            }
            return new ConfigurationMetadata(new JsonMapper().readTree(in));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
