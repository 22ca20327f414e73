package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.SharedBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What only a shared buffer has in its descriptor. All components are null for another one.
 *
 * @param backend what holds the elements
 * @param generation the generation of the contents
 * @param clientStats what the client knows by itself
 */
record SharedPart(
        @Nullable String backend,
        @Nullable String generation,
        @Nullable ClientStats clientStats) {

    private static final SharedPart NONE = new SharedPart(null, null, null);

    /** Returns the part of a buffer. A shared buffer of another implementation may fail, and then has none. */
    static SharedPart of(StreamingBuffer buffer) {
        try {
            return buffer instanceof SharedBuffer shared
                    ? new SharedPart(shared.backend(), shared.generation(), shared.clientStats())
                    : NONE;
        } catch (RuntimeException | LinkageError e) {
            return NONE;
        }
    }
}
