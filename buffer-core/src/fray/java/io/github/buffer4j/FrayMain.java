package io.github.buffer4j;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Explores all scenarios, each in a separate process, without a bug and with the seeded one. Fails if a schedule
 * without a bug fails, if fewer schedules were explored than requested, if all of them had the same outcome, or if a
 * bug was not found. The table of results is written to run/fray.md in the build directory.
 */
final class FrayMain {

    private static final int PROCESSES = 2;

    /* The limit for one scenario. Only this detects a schedule that never ends because no thread blocks. */
    private static final long MAX_MINUTES = 60;

    /* The entry for a failed schedule in Fray's log: its number from 0, the elapsed time, the exception. */
    private static final Pattern FAILURE =
            Pattern.compile("Error found at iter: (\\d+), .*Elapsed time: (\\d+)ms\\R.*Error: (\\S+)");

    private static final int SECONDS_TO_END = 5;

    /* A bug that is not found within this number of schedules counts as missed. */
    private static final int SCHEDULES_FOR_A_BUG = 10_000;

    private static final Path DOCUMENT = Path.of("..", "docs", "verification.md");

    private final long seed;
    private final FrayImage image;
    private final Path folder;
    private final Path engine;
    private final List<String> complaints = new ArrayList<>();

    private FrayMain(Path target, long seed) throws IOException, InterruptedException {
        this.seed = seed;
        this.image = FrayImage.in(target);
        this.folder = emptied(target.resolve("run"));
        this.engine = folder.resolve("engine");
        int reads = FrayClasses.copy(target.resolve("classes"), engine);
        if (reads == 0) {
            complaints.add("no opaque read was replaced: Fray would not see the reads of a spinning thread");
        }
    }

    /** Arguments: the build directory, the number of schedules, the seed or 0 for a new one, and a scenario or all. */
    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[2]);
        if (seed == 0) {
            seed = new SplittableRandom().nextLong(1, Long.MAX_VALUE >> 1);
        }
        System.out.println("buffer4j.fray.seed=" + seed);
        List<FrayScenario> scenarios = FrayScenarios.ALL.stream()
                .filter(scenario -> arguments[3].equals("all") || arguments[3].equals(scenario.name()))
                .toList();
        new FrayMain(Path.of(arguments[0]), seed).run(scenarios, Integer.parseInt(arguments[1]));
    }

    private void run(List<FrayScenario> scenarios, int schedules) throws Exception {
        if (scenarios.isEmpty()) {
            complaints.add("there is no such scenario");
        }
        ExecutorService processes = Executors.newFixedThreadPool(PROCESSES);
        try {
            // The bugs first: these runs are short and fail most often.
            List<Future<Properties>> bugs = new ArrayList<>();
            for (FrayScenario scenario : scenarios) {
                bugs.add(processes.submit(
                        () -> explore(withBug(scenario), scenario, SCHEDULES_FOR_A_BUG, folder.resolve("bug"))));
            }
            List<Future<Properties>> controls = new ArrayList<>();
            for (FrayScenario scenario : scenarios) {
                controls.add(processes.submit(() -> explore(engine, scenario, schedules, folder.resolve("report"))));
            }
            List<String> rows = new ArrayList<>(List.of(
                    "| scenario | seeded bug | found in schedule | schedules without it | seconds | outcomes |",
                    "|---|---|---|---|---|---|"));
            for (int i = 0; i < scenarios.size(); i++) {
                FrayScenario scenario = scenarios.get(i);
                Properties control = controls.get(i).get();
                Properties bug = bugs.get(i).get();
                rows.add(row(scenario, control, bug));
                System.out.println(rows.get(rows.size() - 1));
                judge(scenario, schedules, control, bug);
            }
            Files.write(folder.resolve("fray.md"), rows);
        } finally {
            processes.shutdownNow();
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join("\n", complaints));
        }
    }

    private static String row(FrayScenario scenario, Properties control, Properties bug) {
        return String.format(
                Locale.ROOT,
                "%s %s | %s | %.0f | %s |",
                documented(scenario),
                isFound(bug) ? bug.getProperty("explored") : "–",
                control.getProperty("explored"),
                Long.parseLong(control.getProperty("nanos")) / 1e9,
                control.getProperty("outcomes"));
    }

    private static boolean isFound(Properties bug) {
        String failure = bug.getProperty("failure", "");
        return failure.contains("DeadlockException") || failure.contains("AssertionError");
    }

    private static String documented(FrayScenario scenario) {
        return "| `" + scenario + "` | " + scenario.bug() + " |";
    }

    private void judge(FrayScenario scenario, int schedules, Properties control, Properties bug) throws IOException {
        int explored = Integer.parseInt(control.getProperty("explored"));
        if (control.containsKey("failure")) {
            complaints.add(scenario + ": " + control.getProperty("failure") + ", again with -Dbuffer4j.fray.scenario="
                    + scenario + " -Dbuffer4j.fray.schedules=1 -Dbuffer4j.fray.seed=" + (seed + explored - 1) + "\n"
                    + Files.readString(
                            folder.resolve("report").resolve(scenario.name()).resolve("fray.log")));
        } else if (explored < schedules) {
            complaints.add(scenario + ": " + explored + " schedules of " + schedules);
        } else if (schedules >= SCHEDULES_FOR_A_BUG && Integer.parseInt(control.getProperty("distinct")) < 2) {
            complaints.add(scenario + ": all schedules had the same outcome");
        }
        if (!isFound(bug)) {
            complaints.add(scenario + ": not found: " + scenario.bug() + ", but " + bug.getProperty("failure"));
        }
        if (!Files.readString(DOCUMENT).contains(documented(scenario))) {
            complaints.add(DOCUMENT + " has no row " + documented(scenario));
        }
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(folder)) {
                files = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }
        return Files.createDirectory(folder);
    }

    private Path withBug(FrayScenario scenario) throws IOException {
        Path compiled = Files.createDirectories(folder.resolve("bug-sources").resolve(scenario.name()));
        Path classes = folder.resolve("bug-classes").resolve(scenario.name());
        scenario.bug().compileTo(compiled);
        FrayClasses.copy(engine, classes);
        FrayClasses.copy(compiled, classes);
        return classes;
    }

    /*
     * Waits for the end of a run. Fray cannot always end the threads of a failed schedule: in that case this method
     * returns the failure from its log, and null otherwise.
     */
    private static @Nullable Properties awaitEnd(Process process, Path log) throws IOException, InterruptedException {
        int secondsSinceFailure = 0;
        for (int seconds = 0; seconds < 60 * MAX_MINUTES; seconds++) {
            if (process.waitFor(1, TimeUnit.SECONDS)) {
                return null;
            }
            Matcher failure = FAILURE.matcher(Files.exists(log) ? Files.readString(log) : "");
            if (failure.find() && ++secondsSinceFailure > SECONDS_TO_END) {
                Properties properties = new Properties();
                properties.setProperty("explored", Integer.toString(Integer.parseInt(failure.group(1)) + 1));
                properties.setProperty(
                        "nanos", Long.toString(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(failure.group(2)))));
                properties.setProperty("outcomes", "");
                properties.setProperty("distinct", "0");
                properties.setProperty("failure", failure.group(3));
                return properties;
            }
        }
        return null;
    }

    private Properties explore(Path classes, FrayScenario scenario, int schedules, Path reports)
            throws IOException, InterruptedException {
        Path report = reports.resolve(scenario.name());
        Path result = report.resolve(FrayRun.RESULT);
        Path log = reports.resolve(scenario.name() + ".txt");
        Files.createDirectories(report);
        Files.deleteIfExists(result);
        Process process = new ProcessBuilder(image.java(
                        classes,
                        FrayRun.class.getName(),
                        scenario.name(),
                        Integer.toString(schedules),
                        Long.toString(seed),
                        report.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Properties failed = awaitEnd(process, report.resolve("fray.log"));
            if (failed != null) {
                return failed;
            }
            if (process.isAlive() || process.exitValue() != 0) {
                throw new AssertionError(scenario + ": the run failed, see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(result)) {
            properties.load(reader);
        }
        return properties;
    }
}
