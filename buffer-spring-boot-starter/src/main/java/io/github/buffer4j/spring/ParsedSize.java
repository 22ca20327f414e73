package io.github.buffer4j.spring;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * A size that was parsed from a text in the configuration or in a request: a decimal number such as {@code 512}, or a
 * size in bytes such as {@code 64KB}.
 *
 * @param value the number, or the size in bytes; any, as its range is that of what it is used for
 * @param inBytes whether the text has a unit, which is one of bytes
 */
public record ParsedSize(long value, boolean inBytes) {

    private static final Pattern TEXT = Pattern.compile("[+-]?(?:0|[1-9]\\d*)([KMGT]?B)?");

    /**
     * Parses a number or a size. White space is ignored. Other notations, such as {@code 0x200} and {@code 0512}, are
     * refused, because programs read them differently.
     *
     * @param text the text: decimal digits without a leading zero, and for a size one of the units B, KB, MB, GB and
     *     TB, in powers of 1024
     * @return the size
     * @throws IllegalArgumentException if the text is no size, or the size does not fit a {@code long}
     */
    public static ParsedSize of(String text) {
        String size = StringUtils.trimAllWhitespace(text);
        Matcher matcher = TEXT.matcher(size);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a size: " + text);
        }
        try {
            return new ParsedSize(DataSize.parse(size).toBytes(), matcher.group(1) != null);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("Not a size: " + text, e);
        }
    }
}
