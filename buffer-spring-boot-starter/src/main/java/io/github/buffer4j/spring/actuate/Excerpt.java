package io.github.buffer4j.spring.actuate;

import java.util.regex.Pattern;

/** Untrusted text in a form that is safe for a response or a single log line. */
final class Excerpt {

    /** The maximum number of characters kept. */
    static final int MAX_LENGTH = 100;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Excerpt() {}

    /**
     * Returns the beginning of a text, with unprintable characters such as line breaks replaced by question marks.
     *
     * @param text the text
     * @return at most {@value #MAX_LENGTH} characters, followed by an ellipsis if the text is longer
     */
    static String of(String text) {
        boolean tooLong = text.length() > MAX_LENGTH;
        String head = tooLong ? text.substring(0, MAX_LENGTH) : text;
        return UNPRINTABLE.matcher(head).replaceAll("?") + (tooLong ? "…" : "");
    }
}
