package io.github.buffer4j.spring.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The level of a water mark, such as {@code 800}, {@code 48KB} or {@code 80%}. A number is one of elements until the
 * unit of its buffer is known.
 *
 * @param value the level, in elements, bytes or percent, which may be out of range unless it is in percent
 * @param unit what is counted; null for percent of the capacity
 */
record WaterMarkLevel(long value, @Nullable BufferUnit unit) {

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})\\s*%");

    /**
     * Parses a level. Public, as the other conversions, because the conversion of properties calls it.
     *
     * @throws IllegalArgumentException if the text is no level
     */
    public static WaterMarkLevel of(String text) {
        Matcher percent = PERCENT.matcher(text.strip());
        if (!percent.matches()) {
            return of(BufferSize.of(text));
        }
        int value = Integer.parseInt(percent.group(1));
        if (value > 100) {
            throw new IllegalArgumentException("Not a level: " + text);
        }
        return new WaterMarkLevel(value, null);
    }

    /** Returns a number, as YAML has it. */
    public static WaterMarkLevel of(Integer number) {
        return of(BufferSize.of(number));
    }

    /** Returns a number that YAML could not store as an {@code int}. */
    public static WaterMarkLevel of(Long number) {
        return of(BufferSize.of(number));
    }

    /** Returns the level at a size. */
    static WaterMarkLevel of(BufferSize size) {
        return new WaterMarkLevel(size.value(), size.unit());
    }

    /** Returns the size of the level; null if it is in percent. */
    @Nullable
    BufferSize size() {
        return unit == null ? null : new BufferSize(value, unit);
    }

    boolean isPercent() {
        return unit == null;
    }

    /** Returns half the level, rounded down. */
    WaterMarkLevel half() {
        return new WaterMarkLevel(value / 2, unit);
    }

    boolean isBelow(WaterMarkLevel other) {
        return unit == other.unit && value < other.value;
    }

    /** Returns the value of a level that was validated. */
    int toInt() {
        return Math.toIntExact(value);
    }

    @Override
    public String toString() {
        return isPercent() ? value + "%" : Long.toString(value);
    }
}
