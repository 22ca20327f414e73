package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineReaderTest {

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
        assertThat(lines("größe\n価格\n")).containsExactly("größe", "価格");
    }

    @Test
    void linesMayLieAnywhereInTheReadersBlocks() throws IOException {
        List<String> expected =
                IntStream.range(0, 20_000).mapToObj(i -> "x".repeat(i % 37) + i).toList();
        assertThat(lines(String.join("\r\n", expected) + "\r\n")).isEqualTo(expected);
    }

    @Test
    void longestLinePassesAndALongerOneDoesNot() throws IOException {
        String longest = "x".repeat(LineReader.MAX_LENGTH);
        assertThat(lines("a\n" + longest + "\nb")).containsExactly("a", longest, "b");
        assertThatExceptionOfType(LineTooLongException.class).isThrownBy(() -> lines(longest + "x\n"));
    }

    private static List<String> lines(String text) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<String> lines = new ArrayList<>();
        for (String line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }
}
