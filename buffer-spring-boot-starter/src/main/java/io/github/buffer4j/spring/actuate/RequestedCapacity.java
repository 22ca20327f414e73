package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.spring.BufferEntry;
import org.springframework.util.unit.DataSize;

/** The text of a capacity in a request: a number, or for a buffer of bytes also a size such as {@code 64KB}. */
final class RequestedCapacity {

    private RequestedCapacity() {}

    /**
     * Returns the capacity in the unit of a buffer.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static int parse(String text, BufferEntry entry) {
        return BufferEntry.holdsBytes(entry.buffer()) ? bytes(text) : number(text);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("capacity must be an integer, but is " + Excerpt.of(text), e);
        }
    }

    private static int bytes(String text) {
        long bytes;
        try {
            bytes = DataSize.parse(text).toBytes();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "capacity must be a number of bytes, or a size such as 64KB, but is " + Excerpt.of(text), e);
        }
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "capacity must be 1 to " + BufferBuilder.MAX_CAPACITY + " bytes, but is " + Excerpt.of(text));
        }
        return (int) bytes;
    }
}
