package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.spring.pipeline.PipelineApplication.Scenario;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shutdown guarantee, tested on an application in a separate process that receives SIGTERM at a random moment:
 * every accepted element was handled or is counted in the log.
 */
@Tag("evidence")
class PipelineShutdownTest {

    private static final int RUNS = Integer.getInteger("buffer4j.test.pipeline.runs", 1);
    private static final Pattern LEFT = Pattern.compile("(\\d+) elements left unread");
    private static final Pattern IN_HAND = Pattern.compile("(\\d+) elements still being processed by");
    private static final Pattern REFUSED = Pattern.compile("Buffer '(?!incoming).*?(\\d+) elements refused");

    static Stream<Arguments> runs() {
        Long seed = Long.getLong("buffer4j.test.pipeline.seed");
        return Stream.of(Scenario.values())
                .flatMap(scenario -> IntStream.range(0, RUNS)
                        .mapToObj(run -> Arguments.of(scenario, seed == null ? new Random().nextLong() : seed)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void whatWasAcceptedWasHandledOrIsCountedInTheLog(Scenario scenario, long seed, @TempDir Path directory)
            throws Exception {
        int moment = new Random(seed).nextInt(PipelineApplication.ELEMENTS);
        System.out.printf("%s, seed %d, SIGTERM after %d accepted elements%n", scenario, seed, moment);
        Path log = directory.resolve("log");
        Process application = start(scenario, seed, directory, log);
        try {
            await("the application to accept elements or to end")
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !application.isAlive() || accepted(directory).size() > moment);
            application.destroy();
            assertThat(application.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            application.destroyForcibly();
        }
        List<Integer> accepted = accepted(directory);
        List<Integer> handled = Journal.read(directory.resolve("handled"));
        String text = Files.readString(log);
        int reported = sum(LEFT, text) + sum(IN_HAND, text) + sum(REFUSED, text);
        Set<Integer> strangers = new HashSet<>(handled);
        assertThat(strangers).as("handled once each").hasSize(handled.size());
        new HashSet<>(accepted).forEach(strangers::remove);
        assertThat(strangers).as("handled and not accepted").isEmpty();
        assertThat(handled.size() + reported).as("%s%n%s", scenario, text).isEqualTo(accepted.size());
        assertThat(reported).as(text).isEqualTo(scenario == Scenario.HUNG_STAGE ? PipelineApplication.STUCK : 0);
        assertThat(text).doesNotContain("Exception:");
    }

    private static List<Integer> accepted(Path directory) throws IOException {
        Path file = directory.resolve("accepted");
        return Files.exists(file) ? Journal.read(file) : List.of();
    }

    private static int sum(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int sum = 0;
        while (matcher.find()) {
            sum += Integer.parseInt(matcher.group(1));
        }
        return sum;
    }

    private static Process start(Scenario scenario, long seed, Path directory, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PipelineApplication.class.getName(),
                scenario.name(),
                directory.toString(),
                Long.toString(seed),
                "--spring.main.web-application-type=none",
                "--spring.main.banner-mode=off",
                "--buffers.defaults.drain-timeout=60s"));
        for (String buffer : scenario.buffers()) {
            command.add("--buffers.instances." + buffer + ".type="
                    + (scenario == Scenario.RETRY_LOOP ? "growable" : "block"));
        }
        if (scenario == Scenario.FIREHOSE) {
            command.add("--buffers.instances.parsed.after=incoming");
            command.add("--buffers.instances.enriched.after=parsed");
        }
        if (scenario == Scenario.HUNG_STAGE) {
            command.add("--buffers.instances.stuck.drain-timeout=1s");
            command.add("--spring.lifecycle.timeout-per-shutdown-phase=1s");
            command.add("--buffers.instances.parsed.after=incoming");
            command.add("--buffers.instances.enriched.after=parsed");
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(new File("."))
                .start();
    }
}
