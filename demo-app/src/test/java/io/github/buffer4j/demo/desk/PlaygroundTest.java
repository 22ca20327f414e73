package io.github.buffer4j.demo.desk;

import static io.github.buffer4j.demo.DemoClient.json;
import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BufferState;
import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import io.github.buffer4j.demo.DemoTest;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListeners;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@DemoTest
@ExtendWith(OutputCaptureExtension.class)
class PlaygroundTest {

    private final DemoClient client;
    private final BufferRegistry buffers;
    private final BufferListeners listeners;

    @TempDir
    Path directory;

    PlaygroundTest(@LocalServerPort int port, @Autowired BufferRegistry buffers, @Autowired BufferListeners listeners) {
        this.client = new DemoClient(port);
        this.buffers = buffers;
        this.listeners = listeners;
    }

    @AfterEach
    void remove() throws Exception {
        for (String kind : Playground.KINDS.keySet()) {
            assertThat(send("DELETE", kind, "", null).statusCode()).isEqualTo(204);
        }
        assertThat(buffers.names()).noneMatch(name -> name.startsWith("try-"));
        assertThat(listeners.ids()).noneMatch(id -> id.startsWith("try-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "ring", "growable"})
    void aBufferExistsFromItsOpeningToItsRemoval(String kind) throws Exception {
        assertThat(buffers.find("try-" + kind)).isNull();
        problem(409, send("POST", kind, "/burst", "{\"value\":1}"));
        open(kind);
        assertThat(toy(kind).get("type").asString()).isEqualTo(kind);
        assertThat(toy(kind).get("listeners").get(0).get("state").asString()).isEqualTo("RUNNING");
        assertThat(send("POST", kind, "/burst", "{\"value\":50}").body()).isEqualTo("{\"written\":50,\"of\":50}");
        await("the consumer").until(() -> toy(kind).get("read").asInt() == 50);
        open(kind);
        assertThat(toy(kind).get("read").asInt())
                .as("nothing happens to an open buffer")
                .isEqualTo(50);
    }

    @Test
    void aSlowConsumerBlocksTheWriterUntilTheBufferEnds() throws Exception {
        open("block");
        assertThat(send("POST", "block", "/delay", "{\"value\":1000}").statusCode())
                .isEqualTo(204);
        CompletableFuture<HttpResponse<String>> burst = CompletableFuture.supplyAsync(() -> {
            try {
                return send("POST", "block", "/burst", "{\"value\":500}");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        await("the writer to wait")
                .until(() ->
                        toy("block").get("blocked").get("write").get("waiting").asInt() == 1);
        assertThat(json(client.get("/desk")).get("delays").get("try-block").asInt())
                .isEqualTo(1000);
        assertThat(send("POST", "block", "/close-with-error", "{}").statusCode())
                .isEqualTo(204);
        assertThat(burst).succeedsWithin(Duration.ofSeconds(10));
        assertThat(json(burst.join()).get("written").asInt()).isBetween(100, 110);
        assertThat(toy("block").get("state").asString()).isEqualTo("CLOSED");
        assertThat(toy("block").get("error").asString()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void aRingOverwritesAndAGrowableBufferGrowsWhileTheConsumerIsSlow() throws Exception {
        for (String kind : new String[] {"ring", "growable"}) {
            open(kind);
            send("POST", kind, "/delay", "{\"value\":1000}");
            assertThat(send("POST", kind, "/burst", "{\"value\":1000}").body()).contains("\"written\":1000");
        }
        assertThat(toy("ring").get("overwritten").asInt()).isGreaterThan(800);
        assertThat(toy("growable").get("size").asInt()).isGreaterThan(900);
        assertThat(send("POST", "growable", "/burst", "{\"value\":10000}").body())
                .doesNotContain("\"written\":10000");
        assertThat(toy("growable").get("size").asInt()).isBetween(9_900, 10_000);
    }

    @Test
    void whatIsLeftIsReadAfterTheEndOfWritingAndTheBufferOpensAgain() throws Exception {
        open("growable");
        send("POST", "growable", "/burst", "{\"value\":100}");
        assertThat(send("POST", "growable", "/close-write", "{}").statusCode()).isEqualTo(204);
        await("the end of the stream")
                .until(() -> toy("growable").get("state").asString().equals("DRAINED"));
        assertThat(toy("growable").get("read").asInt()).isEqualTo(100);
        assertThat(send("POST", "growable", "/burst", "{\"value\":1}").body()).isEqualTo("{\"written\":0,\"of\":1}");
        open("growable");
        assertThat(toy("growable").get("state").asString()).isEqualTo("OPEN");
        assertThat(send("POST", "growable", "/burst", "{\"value\":1}").body()).isEqualTo("{\"written\":1,\"of\":1}");
    }

    @Test
    void anUnknownKindOrANumberOutOfRangeIsRefused() throws Exception {
        problem(404, send("PUT", "stack", "", null));
        open("block");
        problem(400, send("POST", "block", "/burst", "{\"value\":10001}"));
        problem(400, send("POST", "block", "/delay", "{\"value\":1001}"));
    }

    @Test
    void thePlaygroundEndsWithTheApplication(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(directory, "demo.operator.password=" + DemoTest.PASSWORD);
        DemoClient other = new DemoClient(demo.port());
        for (String kind : Playground.KINDS.keySet()) {
            Operator.send(other, "PUT", "/desk/try/" + kind, null);
            Operator.send(other, "POST", "/desk/try/" + kind + "/delay", "{\"value\":1000}");
            Operator.send(other, "POST", "/desk/try/" + kind + "/burst", "{\"value\":90}");
        }
        // 18 batches, which would take longer than the time of the buffer if they were still delayed.
        Operator.send(other, "POST", "/desk/delay", "{\"value\":1000}");
        Operator.send(other, "POST", "/desk/burst", "{\"value\":9000}");
        BufferRegistry registry = demo.bean(BufferRegistry.class);
        assertThat(CompletableFuture.runAsync(demo::close)).succeedsWithin(Duration.ofSeconds(15));
        assertThat(Playground.KINDS.values())
                .allSatisfy(name ->
                        assertThat(registry.get(name).buffer().stats().state()).isEqualTo(BufferState.CLOSED));
        assertThat(demo.stored()).isEqualTo(9000);
        assertThat(output).doesNotContain(" ERROR ");
    }

    private void open(String kind) throws Exception {
        assertThat(send("PUT", kind, "", null).statusCode()).isEqualTo(204);
    }

    private JsonNode toy(String kind) throws Exception {
        return json(client.get("/actuator/buffers/try-" + kind));
    }

    private HttpResponse<String> send(String method, String kind, String path, @Nullable String body) throws Exception {
        return Operator.send(client, method, "/desk/try/" + kind + path, body);
    }
}
