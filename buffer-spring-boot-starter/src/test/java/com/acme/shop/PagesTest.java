package com.acme.shop;

import static java.util.stream.Collectors.joining;
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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the code on the documentation pages with the tested code. The lines between a comment with the name of a
 * page and a comment {@code end} must be a block of that page.
 */
class PagesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern PART = Pattern.compile(
            "^ *(?://|#) ((?:docs/)?[\\w-]+\\.md)\\R(.*?)^ *(?://|#) end$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern BLOCK =
            Pattern.compile("^```(?:java|yaml)\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> pagesHaveTheCodeThatIsTested() throws IOException {
        return parts().map(part -> DynamicTest.dynamicTest(
                part.page() + " has a part of " + part.source(),
                () -> assertThat(blocks(part.page())).contains(part.code())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/testing.md",
                "docs/http-producers.md",
                "docs/configuration.md",
                "docs/operations.md",
                "docs/example.md",
                "docs/listeners.md",
                "docs/bytes.md",
                "docs/migration.md",
                "docs/shared.md",
                "README.md"
            })
    void pagesHaveTestedCode(String page) throws IOException {
        assertThat(parts().map(Part::page)).contains(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/testing.md",
                "docs/http-producers.md",
                "docs/example.md",
                "docs/bytes.md",
                "docs/migration.md",
                "docs/shared.md"
            })
    void allCodeOfThePageIsTested(String page) throws IOException {
        assertThat(parts().filter(part -> part.page().equals(page)).map(Part::code))
                .containsExactlyInAnyOrderElementsOf(blocks(page));
    }

    @Test
    void theReadmeLinksEachPage() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(page -> page.endsWith(".md")))
                    .isNotEmpty()
                    .allSatisfy(page -> assertThat(readme).contains("(docs/" + page));
        }
    }

    private static Stream<Part> parts() throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String module : List.of("buffer-spring-boot-starter", "demo-app")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test"))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> file.getParent().getParent().endsWith("com/acme"))
                        .forEach(file -> addParts(file, parts));
            }
        }
        return parts.stream();
    }

    private static void addParts(Path file, List<Part> parts) {
        Matcher matcher = PART.matcher(read(file));
        while (matcher.find()) {
            parts.add(new Part(
                    matcher.group(1),
                    file.getFileName().toString(),
                    matcher.group(2).stripTrailing().stripIndent() + "\n"));
        }
    }

    private static List<String> blocks(String page) {
        return BLOCK.matcher(read(ROOT.resolve(page)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).lines().collect(joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Part(String page, String source, String code) {}
}
