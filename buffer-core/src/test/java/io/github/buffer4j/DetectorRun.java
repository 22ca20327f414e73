package io.github.buffer4j;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs detectors in a separate process, with changed main classes. A detector is a test class or class#method, or
 * several joined by commas.
 */
final class DetectorRun {

    /** The file with one result line for each detector. */
    static final String RESULTS = "results.txt";

    private static final int MINUTES = 60;

    private DetectorRun() {}

    /**
     * Runs detectors with the classes of a folder instead of the main ones, and returns those that fail. The patience
     * in milliseconds limits each wait for an event that must happen: it can be short with a bug, but without one it
     * must suffice on a slow machine.
     */
    static List<String> failing(Path folder, List<String> detectors, int patience)
            throws IOException, InterruptedException {
        Predicate<String> lincheck = detector -> detector.startsWith("Lincheck");
        run(
                folder,
                detectors.stream().filter(lincheck.negate()).toList(),
                patience,
                "-Dio.github.buffer4j.spinning=true");
        run(folder, detectors.stream().filter(lincheck).toList(), patience, "-Dio.github.buffer4j.spinning=false");
        List<String> results = Files.readAllLines(folder.resolve(RESULTS));
        return detectors.stream()
                .filter(detector -> results.contains("fails " + detector))
                .toList();
    }

    /* Lincheck would report spinning as a live-lock. */
    private static void run(Path folder, List<String> detectors, int patience, String option)
            throws IOException, InterruptedException {
        if (detectors.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dbuffer4j.test.seed=1",
                "-Dbuffer4j.test.patience=" + patience,
                "-Dlincheck.logLevel=ERROR",
                "-Djunit.jupiter.execution.timeout.default=" + 4 * patience + "ms",
                "-Djunit.jupiter.execution.timeout.thread.mode.default=SEPARATE_THREAD",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                DetectorRun.class.getName(),
                folder.resolve(RESULTS).toString()));
        command.addAll(detectors);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()))
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("failed, see " + folder);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Arguments: the file for the results, and the detectors to run. */
    public static void main(String[] arguments) throws Exception {
        Path results = Path.of(arguments[0]);
        for (String detector : List.of(arguments).subList(1, arguments.length)) {
            String line = (fails(detector) ? "fails " : "passes ") + detector + "\n";
            Files.writeString(results, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        Runtime.getRuntime().halt(0);
    }

    /* Stops at the first failure. */
    private static boolean fails(String detector) throws ClassNotFoundException {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (String test : detector.split(",", -1)) {
            selectors.addAll(selectorsOf(test));
        }
        CancellationToken token = CancellationToken.create();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(LauncherExecutionRequestBuilder.request(LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectors)
                                .build())
                        .cancellationToken(token)
                        .listeners(summary, new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                                    token.cancel();
                                }
                            }
                        })
                        .build());
        TestExecutionSummary counts = summary.getSummary();
        counts.printFailuresTo(new PrintWriter(System.out, true, Charset.defaultCharset()));
        if (counts.getTestsStartedCount() == 0) {
            throw new IllegalArgumentException("no such test: " + detector);
        }
        return counts.getTotalFailureCount() > 0;
    }

    private static List<? extends DiscoverySelector> selectorsOf(String test) throws ClassNotFoundException {
        String[] names = test.split("#", -1);
        Class<?> type = Class.forName(DetectorRun.class.getPackageName() + "." + names[0]);
        if (names.length == 1) {
            return List.of(selectClass(type));
        }
        return ReflectionSupport.findMethods(
                        type, method -> method.getName().equals(names[1]), HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .map(method -> selectMethod(type, method))
                .toList();
    }
}
