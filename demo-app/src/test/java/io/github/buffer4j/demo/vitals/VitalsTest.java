package io.github.buffer4j.demo.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@DemoTest
class VitalsTest {

    private final DemoClient client;

    VitalsTest(@LocalServerPort int port) {
        this.client = new DemoClient(port);
    }

    @Test
    void loadOfTheProcessorsAppears() {
        await("samples of the CPU load")
                .until(() -> !window("cpu.process").isEmpty()
                        && !window("cpu.machine").isEmpty());
        JsonNode vital = window("cpu.process").get(0);
        assertThat(vital.get("value").asDouble()).isBetween(0.0, 1.0);
        assertThat(vital.get("unit").asString()).isEqualTo("ratio");
        assertThat(Instant.parse(vital.get("time").asString())).isBefore(Instant.now());
    }

    @Test
    @SuppressWarnings("ExplicitGC") // the test needs one
    void heapAndPauseAppearAfterACollection() {
        Instant start = Instant.now();
        System.gc();
        await("samples of a garbage collection")
                .until(() -> isSince(start, "heap.after.gc") && isSince(start, "gc.pause"));
        assertThat(last("heap.after.gc").get("value").asDouble()).isGreaterThan(1_000_000);
        assertThat(last("gc.pause").get("value").asDouble()).isBetween(0.0, 10.0);
    }

    @Test
    void oldestComesFirstAndNothingIsConsumed() {
        await("two samples of the CPU load").until(() -> window("cpu.machine").size() >= 2);
        List<Instant> times = window("cpu.machine").stream()
                .map(vital -> Instant.parse(vital.get("time").asString()))
                .toList();
        assertThat(times).isSorted();
        assertThat(window("cpu.machine")).hasSizeGreaterThanOrEqualTo(times.size());
    }

    private boolean isSince(Instant start, String name) throws Exception {
        return !window(name).isEmpty()
                && Instant.parse(last(name).get("time").asString()).isAfter(start);
    }

    private JsonNode last(String name) {
        List<JsonNode> window = window(name);
        return window.get(window.size() - 1);
    }

    private List<JsonNode> window(String name) {
        try {
            return DemoClient.json(client.get("/vitals"))
                    .valueStream()
                    .filter(vital -> vital.get("name").asString().equals(name))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
