package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.util.ClassUtils;

/** The tables of keys on the pages, each between two comments, are those of the configuration metadata. */
class ConfigurationReferenceTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final String COMMAND =
            "mvn -B -pl buffer-core,buffer-spring-boot-starter test -Dtest=ConfigurationReferenceTest"
                    + " -Dbuffer4j.docs.write=true";
    private static final Pattern GENERATED =
            Pattern.compile("(<!-- keys: [^>]*-->\\R)(.*?)(<!-- end of keys -->)", Pattern.DOTALL);

    private final ConfigurationReference reference = new ConfigurationReference();

    @Test
    void theConfigurationPageHasTheTablesOfAllKeys() throws IOException {
        assertGenerated("configuration.md", reference.tables());
    }

    @Test
    void theListenersPageHasTheTableOfTheirKeys() throws IOException {
        assertGenerated("listeners.md", reference.table(ListenerProperties.class, ""));
    }

    @Test
    void theExecutorsPageHasTheTableOfTheirKeys() throws IOException {
        assertGenerated("executors.md", reference.table(BufferProperties.class, "executor."));
    }

    @Test
    void everyKeyOfThePropertiesClassesIsThereWithMeaningAndDefault() {
        Map<String, Map<String, List<String>>> sections = sections();
        Map<String, String> maps = ConfigurationMetadata.all().maps();
        assertThat(maps).containsKeys("buffers.instances", "buffers.listeners");
        maps.forEach((map, type) -> {
            List<Map<String, List<String>>> tables = sections.entrySet().stream()
                    .filter(section -> section.getKey().contains("`" + map + ".*`"))
                    .map(Map.Entry::getValue)
                    .toList();
            assertThat(tables).as("tables of %s", map).hasSize(1);
            assertComplete(map, tables.get(0), PropertyKeys.of(ClassUtils.resolveClassName(type, null)));
        });
        Map<String, Optional<Object>> own = PropertyKeys.of(BuffersProperties.class);
        own.keySet().removeIf(key -> key.startsWith("defaults."));
        assertComplete("buffers", Objects.requireNonNull(sections.get("`buffers`")), own);
    }

    private static void assertComplete(
            String place, Map<String, List<String>> table, Map<String, Optional<Object>> keys) {
        keys.keySet().removeIf(key -> table.containsKey(key.replaceFirst("(\\.|$).*", ".*")));
        assertThat(table.keySet())
                .as("keys of %s", place)
                .filteredOn(key -> !key.endsWith(".*"))
                .containsExactlyInAnyOrderElementsOf(keys.keySet());
        keys.forEach((key, value) -> {
            List<String> cells = Objects.requireNonNull(table.get(key));
            assertThat(cells.get(1)).as("meaning of %s.%s", place, key).endsWith(".");
            assertThat(value.map(object -> read(cells.get(3), object.getClass())))
                    .as("default of %s.%s", place, key)
                    .isEqualTo(value);
            assertThat(cells.get(3).isEmpty())
                    .as("no default of %s.%s", place, key)
                    .isEqualTo(value.isEmpty());
        });
    }

    private static @Nullable Object read(String cell, Class<?> type) {
        return ApplicationConversionService.getSharedInstance().convert(cell.replace("`", ""), type);
    }

    /* The cells of the tables by key, by heading. */
    private Map<String, Map<String, List<String>>> sections() {
        Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
        for (String section : reference.tables().split("(?m)^#+ ", -1)) {
            Map<String, List<String>> table = new TreeMap<>();
            section.lines()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> List.of(line.substring(2).split("\\s*\\|\\s*", -1)))
                    .forEach(cells -> table.put(cells.get(0).replace("`", ""), cells));
            sections.put(section.lines().findFirst().orElse(""), table);
        }
        return sections;
    }

    private static void assertGenerated(String page, String expected) throws IOException {
        Path file = DOCS.resolve(page);
        String text = Files.readString(file).replace("\r\n", "\n");
        Matcher generated = GENERATED.matcher(text);
        assertThat(generated.find())
                .as("%s has the comments around its keys", page)
                .isTrue();
        if (Boolean.getBoolean("buffer4j.docs.write")) {
            Files.writeString(
                    file,
                    generated.replaceFirst(Matcher.quoteReplacement(
                            generated.group(1) + "\n" + expected + "\n" + generated.group(3))));
        } else {
            assertThat(generated.group(2).strip())
                    .as("the keys in docs/%s, which are written by %s", page, COMMAND)
                    .isEqualTo(expected.strip());
        }
    }
}
