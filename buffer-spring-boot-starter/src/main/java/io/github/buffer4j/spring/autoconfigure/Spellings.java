package io.github.buffer4j.spring.autoconfigure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * The spellings of names of one kind. Names that differ only in punctuation or case are one name. Two spellings in one
 * property source are a mistake; in several sources the one of the lowest precedence counts, whatever a source above it
 * writes.
 */
final class Spellings {

    private final String kind;
    private final Map<String, Spelling> spellings = new LinkedHashMap<>();
    private final Map<String, Spelling> ofThisSource = new HashMap<>();

    /**
     * Creates spellings without a name.
     *
     * @param kind what the names are of, for messages
     */
    Spellings(String kind) {
        this.kind = kind;
    }

    /** Begins the next property source. They come from the lowest precedence to the highest. */
    void nextSource() {
        ofThisSource.clear();
    }

    /**
     * Notes how the source at hand spells a name.
     *
     * @throws BufferConfigurationException if it has spelled it otherwise already
     */
    void add(String text, ConfigurationProperty property) {
        Spelling spelling = new Spelling(text, property);
        Spelling other = ofThisSource.putIfAbsent(uniform(text), spelling);
        if (other != null && !other.text().equals(text)) {
            throw new BufferConfigurationException(
                    property,
                    "the " + kind + " differs from '" + other.text() + "' ("
                            + other.property().getOrigin() + ") only in punctuation or case",
                    "Spell the " + kind + " in the same way everywhere, or choose another one.");
        }
        spellings.putIfAbsent(uniform(text), spelling);
    }

    boolean contains(String text) {
        return spellings.containsKey(uniform(text));
    }

    /** Returns how a name is spelled; for an unknown one, as it is. */
    String of(String text) {
        Spelling spelling = spellings.get(uniform(text));
        return spelling == null ? text : spelling.text();
    }

    /** Returns a name without what Prometheus, environment variables and the like take from it or change in it. */
    static String uniform(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }

    private record Spelling(String text, ConfigurationProperty property) {}
}
