package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.ParsedSize;

/**
 * A capacity: a number such as {@code 512}, or a size in bytes such as {@code 64KB}. A number is one of elements until
 * the unit of its buffer is known.
 *
 * @param value the number of elements or bytes, which may be out of range
 * @param unit what is counted
 */
record BufferSize(long value, BufferUnit unit) {

    /**
     * Parses a number or a size. Public, as the other conversions, because the conversion of properties calls it.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static BufferSize of(String text) {
        ParsedSize size = ParsedSize.of(text);
        return new BufferSize(size.value(), size.inBytes() ? BufferUnit.BYTES : BufferUnit.ELEMENTS);
    }

    /** Returns a number, as YAML has it. */
    public static BufferSize of(Integer number) {
        return of(number.longValue());
    }

    /** Returns a number that YAML could not store as an {@code int}. */
    public static BufferSize of(Long number) {
        return new BufferSize(number, BufferUnit.ELEMENTS);
    }

    /** Returns the same value in a unit. */
    BufferSize in(BufferUnit other) {
        return new BufferSize(value, other);
    }

    /** Returns whether this is more than another size in the same unit. */
    boolean exceeds(BufferSize other) {
        return unit == other.unit && value > other.value;
    }

    /** Returns the value of a size that was validated. */
    int toInt() {
        return Math.toIntExact(value);
    }
}
