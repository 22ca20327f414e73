package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.BytesBufferBuilder;
import java.util.Locale;

/** What buffers hold. */
enum BufferUnit {

    /** Elements of any type. */
    ELEMENTS(1024, BufferBuilder.DEFAULT_INITIAL_CAPACITY),

    /** Bytes, in an array of bytes. */
    BYTES(64 * 1024, BytesBufferBuilder.DEFAULT_INITIAL_CAPACITY);

    private final int defaultCapacity;
    private final int defaultInitialCapacity;

    BufferUnit(int defaultCapacity, int defaultInitialCapacity) {
        this.defaultCapacity = defaultCapacity;
        this.defaultInitialCapacity = defaultInitialCapacity;
    }

    BufferSize defaultCapacity() {
        return new BufferSize(defaultCapacity, this);
    }

    int defaultInitialCapacity() {
        return defaultInitialCapacity;
    }

    /** Returns the unit as written in YAML. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
