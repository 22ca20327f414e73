package io.github.buffer4j.spring.autoconfigure;

import static io.github.buffer4j.spring.autoconfigure.ConfigurationMetadata.elements;
import static io.github.buffer4j.spring.autoconfigure.ConfigurationMetadata.text;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/**
 * Renders the configuration metadata as tables in Markdown: the keys directly under {@code buffers}, those of each type
 * that a map has as values, such as {@code buffers.instances}, and the others.
 */
final class ConfigurationReference {

    private static final String ROOT = BufferKeys.ROOT + ".";
    private static final String HEAD = "| key | meaning | values | default |\n|---|---|---|---|\n";
    private static final Pattern DOTTED_OR_DASHED =
            Pattern.compile("@\\w+|(?<!\\S)[a-zA-Z]\\w*(?:[.:-]\\w+)+(?:\\(\\))?");
    private static final String NOTE = " Not under `%s`.";
    private static final String TEMPLATES = "buffers.templates";
    private static final Set<String> NOT_IN_TEMPLATES = Set.of(BufferKeys.EXECUTOR, BufferKeys.LISTENER);
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("java.lang.Boolean", "`true`, `false`"),
            Map.entry("java.lang.Integer", "whole number"),
            Map.entry("java.lang.Long", "whole number"),
            Map.entry("java.lang.Double", "number"),
            Map.entry("java.time.Duration", "duration"),
            Map.entry("java.lang.String", "text"),
            Map.entry(BufferSize.class.getName(), "whole number, or for a buffer of bytes a size such as `64KB`"),
            Map.entry("java.util.Map<java.lang.String,java.lang.String>", "map of texts"),
            Map.entry("java.util.List<java.lang.String>", "list of texts"),
            Map.entry("java.util.List<java.lang.Class<? extends java.lang.Throwable>>", "list of classes"),
            Map.entry(DataSize.class.getName(), "size such as `1MB`"));

    private final ConfigurationMetadata all = ConfigurationMetadata.all();
    private final Map<String, String> maps = all.maps();
    private final Set<String> words = new HashSet<>();

    ConfigurationReference() {
        all.properties().keySet().forEach(name -> words.addAll(List.of(name.split("\\."))));
    }

    /** Returns the tables of all keys, each below a heading. */
    String tables() {
        List<String> sections = new ArrayList<>();
        sections.add("### `buffers`\n\n" + table(keys(true), ROOT));
        maps.values().stream().distinct().forEach(type -> sections.add(section(type)));
        sections.add("### Other keys\n\n" + table(keys(false), ""));
        return String.join("\n", sections);
    }

    /** Returns the table of those keys of a type that begin with a prefix, without the prefix. */
    String table(Class<?> type, String prefix) {
        Map<String, String> keys = keysOf(type.getName());
        keys.keySet().removeIf(key -> !key.startsWith(prefix));
        keys.replaceAll((key, cells) -> cells.replaceAll(NOTE.formatted(".*?"), ""));
        return table(keys, prefix);
    }

    private String section(String type) {
        String others = Stream.concat(groupsOf(type), nestedGroupsOf(type))
                .map(place -> code(place + ".*"))
                .collect(joining(", "));
        return "### " + placesOf(type) + "\n\n" + (others.isEmpty() ? "" : "Also under " + others + ".\n\n")
                + table(keysOf(type), "");
    }

    private static String table(Map<String, String> keys, String prefix) {
        return keys.entrySet().stream()
                .map(key -> "| " + code(key.getKey().substring(prefix.length())) + key.getValue() + " |\n")
                .collect(joining("", HEAD, ""));
    }

    /* Those of buffers itself, or those of others. */
    private Map<String, String> keys(boolean own) {
        List<String> elsewhere = maps.values().stream().flatMap(this::groupsOf).toList();
        Map<String, String> keys = new TreeMap<>();
        all.properties().forEach((name, property) -> {
            if (name.startsWith(ROOT) == own && !isIn(elsewhere, name)) {
                keys.put(name, row(List.of(property), all.hint(name), ""));
            }
        });
        return keys;
    }

    private Map<String, String> keysOf(String type) {
        ConfigurationMetadata metadata = ConfigurationMetadata.of(type);
        Map<String, String> nested = metadata.groups();
        nested.values().retainAll(maps.values());
        Map<String, String> keys = new TreeMap<>();
        nested.forEach((name, nestedType) -> keys.put(
                name + ".*", cells("Keys of " + placesOf(nestedType) + "." + noteOfTemplates(type, name), "", "")));
        metadata.properties().forEach((name, property) -> {
            if (!isIn(nested.keySet(), name)) {
                keys.put(name, row(type, name, property, metadata.hint(name)));
            }
        });
        return keys;
    }

    /* What the metadata of a type lacks comes from the groups of this type or a type that it extends. */
    private String row(String type, String name, JsonNode property, @Nullable JsonNode hint) {
        List<JsonNode> properties = new ArrayList<>(List.of(property));
        StringBuilder absent = new StringBuilder(noteOfTemplates(type, name));
        JsonNode firstHint = hint;
        for (String group : groupsOf(type).toList()) {
            JsonNode other = all.properties().get(group + "." + name);
            if (other == null) {
                absent.append(NOTE.formatted(group));
            } else {
                properties.add(other);
                firstHint = firstHint == null ? all.hint(group + "." + name) : firstHint;
            }
        }
        return row(properties, firstHint, absent.toString());
    }

    private String noteOfTemplates(String type, String key) {
        boolean refused = type.equals(maps.get(TEMPLATES)) && NOT_IN_TEMPLATES.contains(key.replaceFirst("\\..*", ""));
        return refused ? NOTE.formatted(TEMPLATES) : "";
    }

    private String row(List<JsonNode> properties, @Nullable JsonNode hint, String note) {
        String meaning = prose(first(properties, "description"));
        String type = first(properties, "type");
        String defaultValue = first(properties, "defaultValue");
        return cells(
                meaning + note,
                values(type, hint),
                defaultValue.isEmpty() ? "" : code(TYPES.containsKey(type) ? defaultValue : kebab(defaultValue)));
    }

    private String values(String type, @Nullable JsonNode hint) {
        List<JsonNode> hinted = elements(hint, "values").toList();
        List<String> values = new ArrayList<>();
        if (TYPES.containsKey(type)) {
            values.add(plain(type, hint));
        } else if (ClassUtils.isPresent(type, null) && hinted.isEmpty()) {
            for (Object constant : ClassUtils.resolveClassName(type, null).getEnumConstants()) {
                values.add(code(kebab(constant.toString())));
            }
        }
        hinted.stream()
                .filter(value -> !TYPES.containsKey(type) || value.has("description"))
                .map(value -> code(text(value, "value")) + ": " + prose(text(value, "description")))
                .forEach(values::add);
        return String.join(hinted.isEmpty() ? ", " : "<br>", values);
    }

    private static String plain(String type, @Nullable JsonNode hint) {
        List<String> providers = elements(hint, "providers")
                .filter(provider -> text(provider, "name").equals("spring-bean-reference"))
                .map(provider ->
                        "bean of the type " + code(ClassUtils.getShortName(text(provider.get("parameters"), "target"))))
                .toList();
        return Stream.concat(Stream.of(TYPES.get(type)), providers.stream()).collect(joining(": name of a "));
    }

    /* Dotted names are code, and words with dashes that are keys. */
    private String prose(String text) {
        return DOTTED_OR_DASHED.matcher(text).replaceAll(found -> {
            String word = found.group();
            return word.matches(".*[.@].*") || words.contains(word) ? "`" + word + "`" : word;
        });
    }

    private String placesOf(String type) {
        return maps.entrySet().stream()
                .filter(map -> map.getValue().equals(type))
                .map(map -> code(map.getKey() + ".*"))
                .collect(joining(", "));
    }

    /* The groups of all keys that have this type, or one that it extends: buffers.defaults for an instance. */
    private Stream<String> groupsOf(String type) {
        Class<?> extending = ClassUtils.resolveClassName(type, null);
        return all.groups().entrySet().stream()
                .filter(group ->
                        ClassUtils.resolveClassName(group.getValue(), null).isAssignableFrom(extending))
                .map(Map.Entry::getKey);
    }

    /* The groups of other types that have this type: buffers.instances.*.listener for a listener. */
    private Stream<String> nestedGroupsOf(String type) {
        return maps.entrySet().stream()
                .flatMap(map -> ConfigurationMetadata.of(map.getValue()).groups().entrySet().stream()
                        .filter(group -> group.getValue().equals(type))
                        .filter(group -> !map.getKey().equals(TEMPLATES) || !NOT_IN_TEMPLATES.contains(group.getKey()))
                        .map(group -> map.getKey() + ".*." + group.getKey()));
    }

    private static boolean isIn(Collection<String> groups, String name) {
        return groups.stream().anyMatch(group -> name.startsWith(group + "."));
    }

    private static String first(List<JsonNode> properties, String key) {
        return properties.stream()
                .map(property -> text(property, key))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String cells(String... cells) {
        return Stream.of(cells)
                .map(cell -> cell.isEmpty() ? " |" : " | " + cell)
                .collect(joining());
    }

    private static String kebab(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
