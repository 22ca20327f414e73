package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The level of a water mark, such as {@code 800}, {@code 48KB} or {@code 80%}. A number is one of elements until the
 * unit of its buffer is known.
 *
 * @param value the level, in elements, bytes or percent
 * @param unit what is counted; null for percent of the capacity
 */
record WaterMarkLevel(int value, @Nullable BufferUnit unit) {

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})\\s*%");
    private static final Pattern NUMBER = Pattern.compile("\\d.*");

    /**
     * Parses a level. Public, because the conversion of properties calls it.
     *
     * @throws IllegalArgumentException if the text is no level
     */
    public static WaterMarkLevel of(String text) {
        String level = text.strip();
        Matcher percent = PERCENT.matcher(level);
        if (percent.matches()) {
            int value = Integer.parseInt(percent.group(1));
            if (value <= 100) {
                return new WaterMarkLevel(value, null);
            }
        } else if (NUMBER.matcher(level).matches()) {
            return of(BufferSize.of(level));
        }
        throw new IllegalArgumentException("Not a level: " + text);
    }

    /** Returns a number, as YAML has it. Public, because the conversion of properties calls it. */
    public static WaterMarkLevel of(Integer number) {
        return of(BufferSize.of(number));
    }

    private static WaterMarkLevel of(BufferSize size) {
        if (size.value() < 0 || size.value() > BufferBuilder.MAX_CAPACITY) {
            throw new IllegalArgumentException("Not a level: " + size.value());
        }
        return new WaterMarkLevel(size.toInt(), size.unit());
    }

    boolean isPercent() {
        return unit == null;
    }

    /** Returns the same level in a unit. */
    WaterMarkLevel in(BufferUnit other) {
        return new WaterMarkLevel(value, other);
    }

    /** Returns half the level, rounded down. */
    WaterMarkLevel half() {
        return new WaterMarkLevel(value / 2, unit);
    }

    boolean isBelow(WaterMarkLevel other) {
        return unit == other.unit && value < other.value;
    }

    @Override
    public String toString() {
        return isPercent() ? value + "%" : Integer.toString(value);
    }
}
