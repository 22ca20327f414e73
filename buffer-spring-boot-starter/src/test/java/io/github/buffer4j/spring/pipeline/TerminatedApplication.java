package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What an application in a process of its own did, which got SIGTERM at a random moment.
 *
 * @param accepted the elements whose write has returned
 * @param handled the elements that were handled, in the order of their handling
 * @param log what it has logged
 */
record TerminatedApplication(List<Integer> accepted, List<Integer> handled, String log) {

    private static final int RUNS = Integer.getInteger("buffer4j.test.pipeline.runs", 1);
    private static final Pattern LEFT = Pattern.compile("(\\d+) elements left unread");
    private static final Pattern CANCELLED = Pattern.compile("has cancelled (\\d+) tasks");
    private static final Pattern IN_HAND = Pattern.compile("(\\d+) elements still being processed by");

    /* Elements that the first buffer rejects were not accepted. */
    private static final Pattern REJECTED = Pattern.compile("Buffer '(?!incoming).*?(\\d+) elements rejected");

    /** Returns each scenario with the seeds of its runs. */
    static Stream<Arguments> runs(Enum<?>... scenarios) {
        Long seed = Long.getLong("buffer4j.test.pipeline.seed");
        return Stream.of(scenarios)
                .flatMap(scenario -> IntStream.range(0, RUNS)
                        .mapToObj(run -> Arguments.of(scenario, seed == null ? new Random().nextLong() : seed)));
    }

    /** Runs an application until it has accepted a random number of elements, and terminates it. */
    static TerminatedApplication run(
            Class<?> application, Enum<?> scenario, int elements, long seed, Path directory, List<String> properties)
            throws Exception {
        return run(application, scenario, 0, elements, seed, directory, properties);
    }

    /** Runs an application until it has accepted a random number of elements, at least as many as given. */
    static TerminatedApplication run(
            Class<?> application,
            Enum<?> scenario,
            int least,
            int elements,
            long seed,
            Path directory,
            List<String> properties)
            throws Exception {
        int moment = least + new Random(seed).nextInt(elements - least);
        System.out.printf("%s, seed %d, SIGTERM after %d accepted elements%n", scenario, seed, moment);
        Path log = directory.resolve("log");
        Process process = start(application, scenario, seed, directory, properties, log);
        try {
            await("the application to accept elements or to end")
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !process.isAlive() || numberOfAccepted(directory) > moment);
            process.destroy();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new TerminatedApplication(
                Journal.read(directory.resolve("accepted")),
                Journal.read(directory.resolve("handled")),
                Files.readString(log));
    }

    private static int numberOfAccepted(Path directory) throws IOException {
        Path file = directory.resolve("accepted");
        return Files.exists(file) ? Journal.read(file).size() : 0;
    }

    private static Process start(
            Class<?> application, Enum<?> scenario, long seed, Path directory, List<String> properties, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                application.getName(),
                scenario.name(),
                directory.toString(),
                Long.toString(seed),
                "--spring.main.web-application-type=none",
                "--spring.main.banner-mode=off",
                "--buffers.defaults.drain-timeout=60s"));
        command.addAll(properties);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(new File("."))
                .start();
    }

    /** Returns the number of elements that the log says are lost. */
    int reported() {
        return sum(LEFT) + sum(IN_HAND) + sum(REJECTED) + sum(CANCELLED);
    }

    private int sum(Pattern pattern) {
        Matcher matcher = pattern.matcher(log);
        int sum = 0;
        while (matcher.find()) {
            sum += Integer.parseInt(matcher.group(1));
        }
        return sum;
    }

    /** Checks that each accepted element was handled once or is counted in the log. */
    void assertThatNothingIsLost() {
        Set<Integer> strangers = new HashSet<>(handled);
        assertThat(strangers).as("handled once each").hasSize(handled.size());
        new HashSet<>(accepted).forEach(strangers::remove);
        assertThat(strangers).as("handled and not accepted").isEmpty();
        assertThat(handled.size() + reported()).as(log).isEqualTo(accepted.size());
    }
}
