package io.github.buffer4j.demo.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads UTF-8 text line by line, with a maximum line length. A line ends with a line feed, optionally preceded by a
 * carriage return; the terminator of the last line is optional.
 */
final class LineReader {

    private static final int BLOCK = 8192;

    private final InputStream input;
    private final int maxLength;
    /*
     * Uses a decoder directly, because an InputStreamReader that meets a malformed byte discards the valid characters
     * before it, and with them whole lines.
     */
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BLOCK).limit(0);
    private final StringBuilder line = new StringBuilder();
    private long ended;
    private boolean inputEnded;

    LineReader(InputStream input, int maxLength) {
        this.input = input;
        this.maxLength = maxLength;
    }

    /**
     * Returns the next line; null at the end of the text.
     *
     * @throws BadLineException if the line is too long or not UTF-8
     */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        while (chars.hasRemaining() || fill()) {
            boolean whole = takeUpToLineFeed();
            if (whole && endsWithCarriageReturn()) {
                line.setLength(line.length() - 1);
            }
            if (line.length() > maxLength && (whole || !mayBecomeShorter())) {
                throw tooLong();
            }
            if (whole) {
                ended++;
                return line.toString();
            }
        }
        if (line.length() > maxLength) {
            throw tooLong();
        }
        return line.isEmpty() ? null : line.toString();
    }

    private boolean takeUpToLineFeed() {
        int start = chars.position();
        while (chars.hasRemaining()) {
            if (chars.get() == '\n') {
                line.append(chars.array(), start, chars.position() - 1 - start);
                return true;
            }
        }
        line.append(chars.array(), start, chars.position() - start);
        return false;
    }

    private boolean endsWithCarriageReturn() {
        return !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
    }

    private boolean mayBecomeShorter() {
        return line.length() == maxLength + 1 && endsWithCarriageReturn();
    }

    private boolean fill() throws IOException {
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, inputEnded);
        while (chars.position() == 0 && !inputEnded && result.isUnderflow()) {
            readBytes();
            result = decoder.decode(bytes, chars, inputEnded);
        }
        chars.flip();
        if (!chars.hasRemaining() && result.isError()) {
            throw new BadLineException(ended + 1, "is not UTF-8");
        }
        return chars.hasRemaining();
    }

    private void readBytes() throws IOException {
        bytes.compact();
        try {
            int count = input.read(bytes.array(), bytes.position(), bytes.remaining());
            inputEnded = count < 0;
            bytes.position(bytes.position() + Math.max(0, count));
        } finally {
            bytes.flip();
        }
    }

    private BadLineException tooLong() {
        return new BadLineException(ended + 1, "is longer than " + maxLength + " characters");
    }
}
