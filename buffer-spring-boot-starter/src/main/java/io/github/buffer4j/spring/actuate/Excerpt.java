package io.github.buffer4j.spring.actuate;

import java.util.regex.Pattern;

/** Text from outside, in a form that fits into an answer or one line of the log. */
final class Excerpt {

    /** The most characters that are kept. */
    static final int MAX_LENGTH = 100;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Excerpt() {}

    /**
     * Returns the beginning of a text, with a question mark for each character that is not printed, such as a line
     * break.
     *
     * @param text the text
     * @return at most {@value #MAX_LENGTH} characters of it, followed by an ellipsis if there are more
     */
    static String of(String text) {
        boolean tooLong = text.length() > MAX_LENGTH;
        String head = tooLong ? text.substring(0, MAX_LENGTH) : text;
        return UNPRINTABLE.matcher(head).replaceAll("?") + (tooLong ? "…" : "");
    }
}
