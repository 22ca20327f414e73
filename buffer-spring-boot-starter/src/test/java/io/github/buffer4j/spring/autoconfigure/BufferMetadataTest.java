package io.github.buffer4j.spring.autoconfigure;

import static io.github.buffer4j.spring.autoconfigure.ConfigurationMetadata.elements;
import static io.github.buffer4j.spring.autoconfigure.ConfigurationMetadata.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;

class BufferMetadataTest {

    private final JsonNode metadata = ConfigurationMetadata.all().json();

    @Test
    void everyPropertyIsDescribed() {
        assertThat(described("buffers.")).containsExactlyInAnyOrderElementsOf(expected());
        properties("buffers.")
                .forEach(property -> assertThat(property.get("description").asString())
                        .as(property.get("name").asString())
                        .endsWith("."));
    }

    @Test
    void everyPropertyThatIsNotYesOrNoHasHints() {
        Set<String> maps = ConfigurationMetadata.all().maps().keySet();
        List<String> hinted = metadata.get("hints")
                .valueStream()
                .map(hint -> hint.get("name").asString().replaceFirst("\\.keys$", ""))
                .toList();
        properties("buffers.")
                .filter(property -> !maps.contains(property.get("name").asString()))
                .filter(property -> !property.get("type").asString().equals("java.lang.Boolean"))
                .forEach(property ->
                        assertThat(hinted).contains(property.get("name").asString()));
    }

    @Test
    void noDescriptionRepeatsADefault() {
        properties("buffers.")
                .forEach(property -> assertThat(property.get("description").asString())
                        .as(property.get("name").asString())
                        .doesNotContainIgnoringCase("default value", "left out", "by default"));
    }

    @Test
    void theDefaultsOfferNoKeyThatTheyRefuse() {
        assertThat(described("buffers.defaults."))
                .isNotEmpty()
                .noneMatch(name -> name.matches("buffers\\.defaults\\.(after|ends|executor)(\\..*)?"));
    }

    @ParameterizedTest
    @ValueSource(classes = {BufferProperties.class, ListenerProperties.class})
    void everyKeyOfANamedObjectIsDescribed(Class<?> type) {
        Map<String, JsonNode> properties =
                ConfigurationMetadata.of(type.getName()).properties();
        assertThat(properties.keySet()).isEqualTo(PropertyKeys.of(type).keySet());
        assertThat(properties)
                .allSatisfy((name, property) ->
                        assertThat(text(property, "description")).endsWith("."));
    }

    @Test
    void hintsNameAllConstants() {
        Stream.concat(
                        Stream.of(ConfigurationMetadata.all()),
                        Stream.of(ConfigurationMetadata.of(BufferProperties.class.getName())))
                .forEach(part -> part.properties().forEach((name, property) -> {
                    Class<?> type = ClassUtils.isPresent(text(property, "type"), null)
                            ? ClassUtils.resolveClassName(text(property, "type"), null)
                            : Object.class;
                    JsonNode hint = part.hint(name);
                    if (type.isEnum() && hint != null) {
                        assertThat(elements(hint, "values").map(value -> text(value, "value")))
                                .as(name)
                                .containsExactlyInAnyOrderElementsOf(Arrays.stream(type.getEnumConstants())
                                        .map(BindFailure::text)
                                        .toList());
                    }
                }));
    }

    @Test
    void theSwitchOfTheHealthIsDescribedAndOff() {
        assertThat(properties("management.health."))
                .singleElement()
                .hasToString("{\"name\":\"management.health.buffers.enabled\",\"type\":\"java.lang.Boolean\","
                        + "\"description\":\"Whether to enable the health check of buffers.\",\"defaultValue\":false}");
    }

    private static List<String> expected() {
        return PropertyKeys.of(BuffersProperties.class).keySet().stream()
                .map("buffers."::concat)
                .toList();
    }

    private List<String> described(String prefix) {
        return properties(prefix)
                .filter(property -> property.has("description"))
                .map(property -> property.get("name").asString())
                .toList();
    }

    private Stream<JsonNode> properties(String prefix) {
        return metadata.get("properties")
                .valueStream()
                .filter(property -> property.get("name").asString().startsWith(prefix));
    }
}
