package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.buffer4j.spring.pipeline.ExecutorApplication.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shutdown guarantee of executors: each accepted task has run, or was cancelled and is reported. */
@Tag("evidence")
class ExecutorShutdownTest {

    private static final int LEAST = 10_000;

    static Stream<Arguments> runs() {
        return TerminatedApplication.runs(Scenario.values());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void whatWasAcceptedHasRunOrWasCancelled(Scenario scenario, long seed, @TempDir Path directory) throws Exception {
        boolean virtual = scenario.name().startsWith("VIRTUAL");
        assumeThat(!virtual || Runtime.version().feature() >= 21)
                .as("virtual threads")
                .isTrue();
        TerminatedApplication run = TerminatedApplication.run(
                ExecutorApplication.class,
                scenario,
                LEAST,
                ExecutorApplication.TASKS,
                seed,
                directory,
                List.of(
                        "--buffers.instances.incoming.capacity=12000",
                        "--buffers.instances.incoming.drain-timeout=" + (scenario.cut ? "100ms" : "60s"),
                        "--buffers.instances.incoming.executor.concurrency=2",
                        "--buffers.instances.incoming.executor.threads=" + (virtual ? "virtual" : "platform")));
        List<Integer> cancelled = Journal.read(directory.resolve("cancelled"));
        System.out.printf(
                "%d accepted = %d run + %d cancelled, %d reported%n",
                run.accepted().size(), run.handled().size(), cancelled.size(), run.reported());
        run.assertThatNothingIsLost();
        assertThat(run.accepted()).hasSizeGreaterThanOrEqualTo(LEAST);
        assertThat(cancelled)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(run.handled())
                .hasSize(run.reported());
        assertThat(run.reported() > 0).isEqualTo(scenario.cut);
    }
}
