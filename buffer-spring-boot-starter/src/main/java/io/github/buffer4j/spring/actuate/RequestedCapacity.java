package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.ParsedSize;
import org.jspecify.annotations.Nullable;

/** The text of a capacity in a request: a number, or for a buffer of bytes also a size such as {@code 64KB}. */
final class RequestedCapacity {

    private RequestedCapacity() {}

    /**
     * Returns the capacity in the unit of a buffer.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static int parse(String text, BufferEntry entry) {
        boolean bytes = BufferEntry.holdsBytes(entry.buffer());
        ParsedSize size;
        try {
            size = ParsedSize.of(text);
        } catch (IllegalArgumentException e) {
            throw notACapacity(text, bytes, e);
        }
        if (size.inBytes() && !bytes) {
            throw notACapacity(text, false, null);
        }
        if (size.value() < 1 || size.value() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("capacity must be 1 to " + BufferBuilder.MAX_CAPACITY
                    + (bytes ? " bytes" : "") + ", but is " + Excerpt.of(text));
        }
        return (int) size.value();
    }

    private static IllegalArgumentException notACapacity(String text, boolean bytes, @Nullable Throwable cause) {
        String allowed = bytes ? "a number of bytes, or a size such as 64KB" : "an integer";
        return new IllegalArgumentException("capacity must be " + allowed + ", but is " + Excerpt.of(text), cause);
    }
}
