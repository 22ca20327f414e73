package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The level of a water mark, such as {@code 800} or {@code 80%}.
 *
 * @param value the level, in elements or percent
 * @param percent whether the level is in percent of the capacity
 */
record WaterMarkLevel(int value, boolean percent) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,10})\\s*(%?)");

    /**
     * Parses a level. Public, because the conversion of properties calls it.
     *
     * @throws IllegalArgumentException if the text is no level
     */
    public static WaterMarkLevel of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (matcher.matches()) {
            long value = Long.parseLong(matcher.group(1));
            boolean percent = !matcher.group(2).isEmpty();
            if (value <= (percent ? 100 : BufferBuilder.MAX_CAPACITY)) {
                return new WaterMarkLevel((int) value, percent);
            }
        }
        throw new IllegalArgumentException("Not a level: " + text);
    }

    /** Returns half the level, rounded down. */
    WaterMarkLevel half() {
        return new WaterMarkLevel(value / 2, percent);
    }

    boolean isBelow(WaterMarkLevel other) {
        return percent == other.percent && value < other.value;
    }

    @Override
    public String toString() {
        return percent ? value + "%" : Integer.toString(value);
    }
}
