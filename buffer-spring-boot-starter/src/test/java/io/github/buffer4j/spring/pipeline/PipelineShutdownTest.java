package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.pipeline.PipelineApplication.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    static Stream<Arguments> runs() {
        return TerminatedApplication.runs(Scenario.values());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void whatWasAcceptedWasHandledOrIsCountedInTheLog(Scenario scenario, long seed, @TempDir Path directory)
            throws Exception {
        TerminatedApplication run = TerminatedApplication.run(
                PipelineApplication.class,
                scenario,
                PipelineApplication.ELEMENTS,
                seed,
                directory,
                properties(scenario));
        run.assertThatNothingIsLost();
        assertThat(run.reported())
                .as(run.log())
                .isEqualTo(scenario == Scenario.HUNG_STAGE ? PipelineApplication.STUCK : 0);
        assertThat(run.log()).doesNotContain("Exception:");
    }

    private static List<String> properties(Scenario scenario) {
        List<String> properties = new ArrayList<>();
        for (String buffer : scenario.buffers()) {
            properties.add("--buffers.instances." + buffer + ".type="
                    + (scenario == Scenario.RETRY_LOOP ? "growable" : "block"));
        }
        if (scenario == Scenario.FIREHOSE) {
            properties.add("--buffers.instances.parsed.after=incoming");
            properties.add("--buffers.instances.enriched.after=parsed");
        }
        if (scenario == Scenario.HUNG_STAGE) {
            properties.add("--buffers.instances.stuck.drain-timeout=1s");
            properties.add("--spring.lifecycle.timeout-per-shutdown-phase=1s");
            properties.add("--buffers.instances.parsed.after=incoming");
            properties.add("--buffers.instances.enriched.after=parsed");
        }
        return properties;
    }
}
