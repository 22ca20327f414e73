package io.github.buffer4j;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for the main classes and their sources as a whole. */
class ArchitectureTest {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path PACKAGE = SOURCES.resolve(Path.of("io", "github", "buffer4j"));
    private static final int MAX_LINES = 300;
    private static final int MAX_LINES_OF_THE_ENGINE = 500;

    private static final Set<String> ENGINE =
            Set.of("AbstractBuffer.java", "AbstractStreamingBuffer.java", "BytesBuffer.java");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.buffer4j");

    private static final Pattern COMMENT_OR_LITERAL =
            Pattern.compile("/\\*.*?\\*/|//[^\n]*|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+'", Pattern.DOTALL);

    @Test
    void theCoreDependsOnJavaAndTheNullAnnotationsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.github.buffer4j")
                .check(CLASSES);
    }

    /* The exceptions are a wait that nothing but an interrupt ends, and one for a buffer that gives no signals. */
    @Test
    void threadsWaitOnConditionsAndSpinInOnePlace() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(BufferQueue.class, StreamingBuffer.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(LockSupport.class)
                .check(CLASSES);
        noClasses()
                .that()
                .doNotBelongToAnyOf(Spinner.class)
                .should()
                .callMethodWhere(target(nameMatching("wait|notify|notifyAll|yield|sleep|onSpinWait")))
                .check(CLASSES);
    }

    @Test
    void nothingIsSynchronized() throws IOException {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
        for (Path file : sources()) {
            String code = COMMENT_OR_LITERAL.matcher(Files.readString(file)).replaceAll(" ");
            assertThat(code).as("%s", file).doesNotContainPattern("\\bsynchronized\\b");
        }
    }

    @Test
    void nothingIsPrinted() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void onlyTheSupportedTypesArePublic() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "Activity",
                        "BlockBuffer",
                        "Buffer",
                        "BufferActivity",
                        "BufferBuilder",
                        "BufferClosedException",
                        "BufferFullException",
                        "BufferKind",
                        "BufferReader",
                        "BufferState",
                        "BufferStats",
                        "BufferWriter",
                        "BytesBuffer",
                        "BytesBufferBuilder",
                        "BytesReader",
                        "BytesWriter",
                        "ContextCarrier",
                        "DropListener",
                        "DropReason",
                        "Envelope",
                        "GrowableBuffer",
                        "InterruptedReadException",
                        "InterruptedWriteException",
                        "Producer",
                        "ReaderThread",
                        "RingBuffer",
                        "StreamingBuffer",
                        "WaterMark",
                        "WaterMarkListener");
    }

    @Test
    void theKindsAreFinalAndSmallerThanTheirEngine() throws IOException {
        int lines = 0;
        for (Class<?> kind : List.of(BlockBuffer.class, GrowableBuffer.class, RingBuffer.class)) {
            assertThat(kind).isFinal().hasSuperclass(AbstractBuffer.class);
            lines += lines(PACKAGE.resolve(kind.getSimpleName() + ".java"));
        }
        assertThat(lines).isLessThan(lines(PACKAGE.resolve("AbstractBuffer.java")));
    }

    @Test
    void noSourceFileIsLong() throws IOException {
        for (Path file : sources()) {
            int max = ENGINE.contains(file.getFileName().toString()) ? MAX_LINES_OF_THE_ENGINE : MAX_LINES;
            assertThat(lines(file)).as("lines of %s", file).isLessThanOrEqualTo(max);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).contains(PACKAGE.resolve("AbstractBuffer.java"));
            return sources;
        }
    }

    private static int lines(Path file) throws IOException {
        return Files.readAllLines(file).size();
    }
}
