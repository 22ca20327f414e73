package io.github.buffer4j.demo;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that reports an error or a warning.
 *
 * @param time when the line came in
 * @param level the word that makes it an alert, in capitals
 * @param text the line, cut at {@value #MAX_TEXT} characters
 */
public record Alert(Instant time, String level, String text) {

    static final int MAX_TEXT = 1000;

    private static final String IN_A_WORD = "[\\p{L}\\p{N}_]";
    private static final Pattern LEVEL = Pattern.compile(
            "(?<!" + IN_A_WORD + ")(?:error|warn|warning|fatal|severe)(?!" + IN_A_WORD + ")", Pattern.CASE_INSENSITIVE);

    /** The alert that a line gives; null if it reports neither. */
    static @Nullable Alert of(String line) {
        Matcher level = LEVEL.matcher(line);
        return level.find() ? new Alert(Instant.now(), level.group().toUpperCase(Locale.ROOT), cut(line)) : null;
    }

    private static String cut(String line) {
        if (line.length() <= MAX_TEXT) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return line.substring(0, end);
    }
}
