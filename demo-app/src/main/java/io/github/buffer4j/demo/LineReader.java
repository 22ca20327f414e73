package io.github.buffer4j.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads UTF-8 text line by line, with a bound on the length of a line. A line ends with a line feed, and a carriage return
 * before it does not belong to the line; the last line may end without.
 */
final class LineReader {

    static final int MAX_LENGTH = 100_000;

    private final Reader reader;
    private final StringBuilder line = new StringBuilder();
    private final char[] chars = new char[8192];
    private int position;
    private int limit;

    LineReader(InputStream input) {
        this.reader = new InputStreamReader(input, StandardCharsets.UTF_8);
    }

    /** The next line; null at the end of the text. */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        while (position < limit || fill()) {
            int end = position;
            while (end < limit && chars[end] != '\n') {
                end++;
            }
            line.append(chars, position, end - position);
            boolean ended = end < limit;
            position = ended ? end + 1 : end;
            if (ended && !line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
                line.setLength(line.length() - 1);
            }
            if (line.length() > MAX_LENGTH) {
                throw new LineTooLongException();
            }
            if (ended) {
                return line.toString();
            }
        }
        return line.isEmpty() ? null : line.toString();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, reader.read(chars));
        return limit > 0;
    }
}
