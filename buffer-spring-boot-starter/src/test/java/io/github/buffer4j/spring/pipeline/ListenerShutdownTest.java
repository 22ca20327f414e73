package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.pipeline.ListenerApplication.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shutdown guarantee of listeners: each accepted element was handled, or is a dead letter, or is reported. */
@Tag("evidence")
class ListenerShutdownTest {

    static Stream<Arguments> runs() {
        return TerminatedApplication.runs(Scenario.values());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void whatWasAcceptedWasHandled(Scenario scenario, long seed, @TempDir Path directory) throws Exception {
        TerminatedApplication run = TerminatedApplication.run(
                ListenerApplication.class,
                scenario,
                ListenerApplication.ELEMENTS,
                seed,
                directory,
                properties(scenario));
        run.assertThatNothingIsLost();
        assertThat(run.reported()).as(run.log()).isZero();
        assertThat(run.log()).doesNotContain("ERROR");
        if (scenario == Scenario.ORDERED) {
            assertThatKeysAreInOrder(run.handled());
        }
    }

    private static void assertThatKeysAreInOrder(List<Integer> handled) {
        Map<Integer, List<Integer>> byKey = new HashMap<>();
        handled.forEach(element -> byKey.computeIfAbsent(ListenerApplication.keyOf(element), key -> new ArrayList<>())
                .add(element));
        byKey.values().forEach(elements -> assertThat(elements).isSorted());
    }

    private static List<String> properties(Scenario scenario) {
        return switch (scenario) {
            case BATCHES, ORDERED -> List.of("--buffers.instances.incoming.capacity=10000");
            case POISON ->
                List.of(
                        "--buffers.instances.letters.type=growable",
                        "--buffers.instances.incoming.capacity=10000",
                        "--buffers.listeners.poison-store.retry.max-retries=1",
                        "--buffers.listeners.poison-store.retry.delay=1ms");
            case STAGES ->
                List.of(
                        "--buffers.instances.enriched.capacity=100",
                        "--buffers.instances.parsed.capacity=100",
                        "--buffers.instances.incoming.capacity=10000");
        };
    }
}
