package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private static final int MAX_LENGTH = 10_000;

    private final List<String> lines = new ArrayList<>();

    @Test
    void lineFeedEndsALine() throws IOException {
        assertThat(lines("a\nb\n")).containsExactly("a", "b");
        assertThat(lines("a\r\nb\r\n")).containsExactly("a", "b");
        assertThat(lines("10%\r20%\n")).containsExactly("10%\r20%");
    }

    @Test
    void lastLineMayEndWithout() throws IOException {
        assertThat(lines("a\nb")).containsExactly("a", "b");
    }

    @Test
    void emptyLinesCount() throws IOException {
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\na\n\n")).containsExactly("", "", "a", "");
    }

    @Test
    void textIsUtf8() throws IOException {
        assertThat(lines("größe\n価格\n😀\n")).containsExactly("größe", "価格", "😀");
    }

    @Test
    void linesMayLieAnywhereInTheReadersBlocks() throws IOException {
        List<String> expected =
                IntStream.range(0, 20_000).mapToObj(i -> "ä".repeat(i % 37) + i).toList();
        assertThat(lines(String.join("\r\n", expected) + "\r\n")).isEqualTo(expected);
    }

    @Test
    void inputMayComeByteByByte() throws IOException {
        List<InputStream> bytes = new ArrayList<>();
        for (byte b : "größe\r\n😀\nb".getBytes(StandardCharsets.UTF_8)) {
            bytes.add(new ByteArrayInputStream(new byte[] {b}));
        }
        assertThat(lines(new SequenceInputStream(Collections.enumeration(bytes))))
                .containsExactly("größe", "😀", "b");
    }

    @Test
    void longestLinePassesAndALongerOneDoesNot() throws IOException {
        String longest = "x".repeat(MAX_LENGTH);
        assertThat(lines("a\n" + longest + "\nb")).containsExactly("a", longest, "b");
        for (String tooLong : List.of(longest + "x\n", longest + "x", longest + "\r", longest + "\r\r\n")) {
            assertBad("Line 3 is longer than 10000 characters", "a\nb\n" + tooLong);
            assertThat(lines).containsExactly("a", "b");
        }
    }

    @Test
    void carriageReturnOfTheLongestLineMayBeTheLastOfABlock() throws IOException {
        String longest = "x".repeat(MAX_LENGTH);
        InputStream input = new SequenceInputStream(input(longest + "\r"), input("\nb"));
        assertThat(lines(input)).containsExactly(longest, "b");
    }

    @Test
    void malformedBytesEndTheTextAfterTheLinesBefore() {
        for (String malformed : List.of("\u00ff", "c\u00c3\n", "c\u00c3", "\u00ed\u00a0\u0080", "c\u00e2\u0082")) {
            InputStream input = new ByteArrayInputStream(("a\nb\n" + malformed).getBytes(StandardCharsets.ISO_8859_1));
            assertThatExceptionOfType(BadLineException.class)
                    .isThrownBy(() -> lines(input))
                    .withMessage("Line 3 is not UTF-8");
            assertThat(lines).containsExactly("a", "b");
        }
    }

    private void assertBad(String message, String text) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> lines(text))
                .withMessage(message);
    }

    private List<String> lines(String text) throws IOException {
        return lines(input(text));
    }

    private List<String> lines(InputStream input) throws IOException {
        lines.clear();
        LineReader reader = new LineReader(input, MAX_LENGTH);
        for (String line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
