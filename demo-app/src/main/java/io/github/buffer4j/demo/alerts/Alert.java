package io.github.buffer4j.demo.alerts;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that reports an error or a warning.
 *
 * @param time when the line was received
 * @param level the level found in the line, in upper case
 * @param text the line, truncated to {@value #MAX_TEXT} characters
 */
public record Alert(Instant time, String level, String text) {

    static final int MAX_TEXT = 1000;

    private static final String IN_A_WORD = "[\\p{L}\\p{N}_]";
    private static final Pattern LEVEL = Pattern.compile(
            "(?<!" + IN_A_WORD + ")(?:error|warn|warning|fatal|severe)(?!" + IN_A_WORD + ")", Pattern.CASE_INSENSITIVE);

    /** Returns the alert of a line; null if the line reports neither an error nor a warning. */
    public static @Nullable Alert of(String line) {
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
