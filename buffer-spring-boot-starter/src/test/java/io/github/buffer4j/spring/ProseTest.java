package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for Java sources that neither the compiler nor the formatter checks. */
class ProseTest {

    private static final Path ROOT = Path.of("..");
    private static final int MAX_LENGTH = 120;
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern SENTENCE = Pattern.compile(
            "(?:^|[.:?!]|<p>|@param \\S+|@return) ?\\b(?:Makes|Tells|Gives|Takes the|Who|Whoever) .{0,40}");

    @ParameterizedTest
    @ValueSource(strings = {"buffer-core", "buffer-spring-boot-starter", "demo-app"})
    void linesAreNotTooLong(String module) throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources(module)) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.length() > MAX_LENGTH) {
                    tooLong.add(file + ":" + number);
                }
            }
        }
        assertThat(tooLong).as("lines over %d characters", MAX_LENGTH).isEmpty();
    }

    /* Comments speak as those of the JDK do: "Returns", "Creates", "Adds". */
    @ParameterizedTest
    @ValueSource(strings = {"buffer-core", "buffer-spring-boot-starter", "demo-app"})
    void noSentenceBeginsWithAVerbOfTheOldDialect(String module) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(module)) {
            Matcher comments = COMMENT.matcher(Files.readString(file));
            while (comments.find()) {
                String text = comments.group().replaceAll("[/*\\s]+", " ").strip();
                SENTENCE.matcher(text).results().forEach(match -> found.add(file + ": " + match.group()));
            }
        }
        assertThat(found).isEmpty();
    }

    /* Tests wait for states: those of the demo, and those that show how to test an application. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo-app/src/test/java/io",
                "demo-app/src/test/java/com/acme",
                "buffer-spring-boot-starter/src/test/java/com/acme"
            })
    void noTestSleeps(String folder) throws IOException {
        for (Path file : sources(ROOT.resolve(folder))) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern("\\bsleep\\(|parkNanos\\(");
        }
    }

    private static List<Path> sources(String module) throws IOException {
        return sources(ROOT.resolve(module).resolve("src"));
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            return sources;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
