package io.github.buffer4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Argument checks. */
final class Arguments {

    private Arguments() {}

    static int requireInRange(String what, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(what + " must be 1 to " + max + ", but is " + value);
        }
        return value;
    }

    static void requireNotNegative(String what, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + value);
        }
    }

    /** Throws an exception unless the run lies within the array and contains no null. */
    static void requireElements(@Nullable Object[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        for (int i = offset; i < offset + length; i++) {
            if (source[i] == null) {
                throw new NullPointerException("element " + i + " of the array is null");
            }
        }
    }
}
