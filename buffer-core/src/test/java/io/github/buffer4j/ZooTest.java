package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The tests find the bugs they are meant for: with each of the seeded bugs in the main classes the tests named for it
 * fail, and without a bug they pass. The table of bugs and tests is written to target/zoo.md. A full run also runs all
 * tests of each kind on each bug, and writes the matrix to target/zoo-matrix.md. A quick run tries
 * a third of the bugs, each day another one, with the first of the tests named for each. It leaves the tests without a
 * bug to the rest of the build, and writes nothing.
 */
@Tag("zoo")
@Timeout(value = 6, unit = TimeUnit.HOURS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIfSystemProperty(
        named = "buffer4j.zoo",
        matches = "third|named|full",
        disabledReason = "the build runs it in a separate step")
class ZooTest {

    private static final boolean QUICK = "third".equals(System.getProperty("buffer4j.zoo"));
    private static final boolean FULL = "full".equals(System.getProperty("buffer4j.zoo"));

    /* Most tests that find a bug wait in vain for their whole patience, which takes no processor. */
    private static final int PROCESSES = 4;
    private static final int PATIENCE = 5_000;
    private static final int LONG_PATIENCE = 120_000;
    private static final Path FOLDER = Path.of("target", "zoo");
    private static final Path TABLE = Path.of("target", "zoo.md");
    private static final Path MATRIX = Path.of("target", "zoo-matrix.md");
    private static final Path DOCUMENT = Path.of("..", "docs", "verification.md");

    static final List<SeededBug> BUGS = Stream.of(WakeUpBugs.ALL, ContentBugs.ALL, BytesBugs.ALL)
            .flatMap(List::stream)
            .toList();

    /* The kinds of tests that a full run runs on each bug. */
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("contract", "BlockBufferTest,RingBufferTest,GrowableBufferTest,BytesBufferTest,BytesWaitingTest");
        KINDS.put("arranged interleavings", "WriterWakeUpTest,TimeOutTest");
        KINDS.put("spinning", "SpinningTest");
        KINDS.put("matrices", "ClosingMatrixTest,InterruptMatrixTest");
        KINDS.put("model", "ModelTest,BytesModelTest");
        KINDS.put("stress", "StressTest,BytesStressTest");
        KINDS.put("retention", "RetentionTest");
        KINDS.put("API conformance", "BufferQueueConformanceTest");
        KINDS.put("Lincheck, linearizability", "LincheckModelTest");
        KINDS.put("Lincheck, scenarios", "LincheckScenarioTest,LincheckEndTest");
    }

    private final ExecutorService processes = Executors.newFixedThreadPool(PROCESSES);
    private final List<String> rows = new ArrayList<>();
    private final List<String> matrixRows = new ArrayList<>();

    @AfterAll
    void stop() {
        processes.shutdownNow();
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> theNamedTestsFindTheirBugAndPassWithoutIt() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        if (!QUICK) {
            List<String> detectors = BUGS.stream()
                    .flatMap(bug -> bug.detectors().stream())
                    .distinct()
                    .toList();
            Future<List<String>> control =
                    processes.submit(() -> DetectorRun.failing(emptyFolder("no bug"), detectors, LONG_PATIENCE));
            tests.add(DynamicTest.dynamicTest(
                    "no bug",
                    () -> assertThat(control.get()).as("fail without a bug").isEmpty()));
        }
        for (SeededBug bug : QUICK ? thirdOfToday() : BUGS) {
            Future<List<String>> failing = processes.submit(findersOf(bug));
            tests.add(DynamicTest.dynamicTest(bug.name(), () -> {
                rows.add(row(bug, failing.get()));
                matrixRows.add(matrixRow(bug, failing.get()));
                assertThat(failing.get()).as("fail with the bug").containsAll(detectorsOf(bug));
            }));
        }
        return tests.stream();
    }

    private static List<SeededBug> thirdOfToday() {
        long day = LocalDate.now(ZoneOffset.UTC).toEpochDay();
        return IntStream.range(0, BUGS.size())
                .filter(i -> i % 3 == day % 3)
                .mapToObj(BUGS::get)
                .toList();
    }

    private static List<String> detectorsOf(SeededBug bug) {
        return QUICK ? bug.detectors().subList(0, 1) : bug.detectors();
    }

    private static Callable<List<String>> findersOf(SeededBug bug) {
        List<String> detectors = new ArrayList<>(detectorsOf(bug));
        if (FULL) {
            detectors.addAll(KINDS.values());
        }
        return () -> {
            Path folder = emptyFolder(bug.name());
            bug.compileTo(folder);
            return DetectorRun.failing(folder, detectors, PATIENCE);
        };
    }

    private static Path emptyFolder(String name) throws Exception {
        Path folder = FOLDER.resolve(name.replaceAll("\\W+", " ").strip().replace(' ', '-'));
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(DetectorRun.RESULTS));
        return folder;
    }

    private static String row(SeededBug bug, List<String> failing) {
        String named = String.join(
                ", ",
                bug.detectors().stream()
                        .filter(failing::contains)
                        .map(test -> "`" + test + "`")
                        .toList());
        return "| " + bug.name() + " | " + named + " |";
    }

    private static String matrixRow(SeededBug bug, List<String> failing) {
        return "| " + bug.name()
                + KINDS.values().stream()
                        .map(tests -> failing.contains(tests) ? " | found" : " | –")
                        .collect(Collectors.joining())
                + " |";
    }

    @Test
    @Order(2)
    void theDocumentSaysWhatTheRunSays() throws Exception {
        assumeFalse(QUICK, "a quick run does not run all the tests of the table");
        String head = "| seeded bug | found by |";
        write(TABLE, head, rows);
        if (FULL) {
            write(MATRIX, "| seeded bug | " + String.join(" | ", KINDS.keySet()) + " |", matrixRows);
        }
        List<String> documented = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith(head))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
        assertThat(documented).as("%s, from %s", DOCUMENT, TABLE).isEqualTo(rows);
    }

    private static void write(Path file, String head, List<String> rows) throws IOException {
        List<String> table = new ArrayList<>(List.of(head, head.replaceAll("[^|]+", "---")));
        table.addAll(rows);
        Files.write(file, table);
    }
}
