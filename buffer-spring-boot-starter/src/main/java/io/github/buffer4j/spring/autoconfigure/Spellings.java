package io.github.buffer4j.spring.autoconfigure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * The spellings of instance names or tag keys. Names that differ only in punctuation or case are equal. Two spellings
 * in one property source are an error; across sources the one of the lowest precedence applies.
 */
final class Spellings {

    private final String kind;
    private final Map<String, Spelling> spellings = new LinkedHashMap<>();
    private final Map<String, Spelling> ofThisSource = new HashMap<>();

    /**
     * Creates an empty set of spellings.
     *
     * @param kind a description of the names, for messages
     */
    Spellings(String kind) {
        this.kind = kind;
    }

    /** Starts the next property source. Sources are visited from lowest to highest precedence. */
    void nextSource() {
        ofThisSource.clear();
    }

    /**
     * Records the spelling of a name in the current source.
     *
     * @throws BufferConfigurationException if the source has already spelled it differently
     */
    void add(String text, ConfigurationProperty property) {
        Spelling spelling = new Spelling(text, property);
        Spelling other = ofThisSource.putIfAbsent(uniform(text), spelling);
        if (other != null && !other.text().equals(text)) {
            throw new BufferConfigurationException(
                    property,
                    "the " + kind + " differs from '" + other.text() + "' ("
                            + other.property().getOrigin() + ") only in punctuation or case",
                    "Spell the " + kind + " consistently, or choose another one.");
        }
        spellings.putIfAbsent(uniform(text), spelling);
    }

    boolean contains(String text) {
        return spellings.containsKey(uniform(text));
    }

    /** Returns the spelling of a name; an unknown name is returned unchanged. */
    String of(String text) {
        Spelling spelling = spellings.get(uniform(text));
        return spelling == null ? text : spelling.text();
    }

    /** Returns a name without the characters that Prometheus or environment variables remove or change. */
    static String uniform(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }

    private record Spelling(String text, ConfigurationProperty property) {}
}
