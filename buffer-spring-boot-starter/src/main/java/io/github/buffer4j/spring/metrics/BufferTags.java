package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The additional tags of meters. Meters of one name need the same keys, so each buffer has the keys of all buffers. */
final class BufferTags {

    private static final String NO_VALUE = "none";

    private BufferTags() {}

    /**
     * Returns the additional tags of the meters of a buffer.
     *
     * @param buffers the registry, which knows the keys
     * @param entry the buffer; null for one that is not registered
     * @return the tags, sorted by key
     */
    static List<Tag> of(BufferRegistry buffers, @Nullable BufferEntry entry) {
        Map<String, String> tags = entry == null ? Map.of() : entry.tags();
        return buffers.tagKeys().stream()
                .map(key -> Tag.of(key, tags.getOrDefault(key, NO_VALUE)))
                .toList();
    }
}
