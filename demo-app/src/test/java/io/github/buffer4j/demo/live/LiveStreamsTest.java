package io.github.buffer4j.demo.live;

import static io.github.buffer4j.demo.DemoClient.json;
import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import io.github.buffer4j.demo.DemoTest;
import io.github.buffer4j.demo.Listener;
import io.github.buffer4j.spring.BufferRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.ErrorResponseException;

@DemoTest
@ExtendWith(OutputCaptureExtension.class)
class LiveStreamsTest {

    private static final int MAX_LISTENERS = 3;
    private static final String LIVE = "/lines/live";

    private final DemoClient client;
    private final BufferRegistry buffers;
    private final List<Listener> listeners = new ArrayList<>();

    LiveStreamsTest(@LocalServerPort int port, @Autowired BufferRegistry buffers) {
        this.client = new DemoClient(port);
        this.buffers = buffers;
    }

    @AfterEach
    void disconnectAll() throws IOException {
        for (Listener listener : listeners) {
            listener.close();
        }
        await("the listeners to leave").until(() -> names(buffers).isEmpty());
    }

    @Test
    void everyListenerReceivesTheLinesFromNowOnInOrder() throws Exception {
        client.post("before\n");
        Listener first = listen();
        Listener second = listen();
        List<String> lines =
                IntStream.range(0, 100).mapToObj(i -> " line\r größe " + i).toList();
        client.post(String.join("\n", lines) + "\n");
        List<String> events = lines.stream().map(LiveStreamsTest::event).toList();
        await("the lines to be received")
                .untilAsserted(() -> assertThat(first.events()).isEqualTo(events));
        await("the lines to be received")
                .untilAsserted(() -> assertThat(second.events()).isEqualTo(events));
        assertThat(first.lines()).contains("event:line").anyMatch(line -> line.contains("text/event-stream"));
    }

    @Test
    void theBufferOfAListenerExistsWhileItIsConnected(CapturedOutput output) throws Exception {
        assertThat(shown()).containsExactly("alerts", "ingest", "vitals");
        Listener first = listen();
        listen();
        assertThat(shown()).containsExactly("alerts", "ingest", "live-1", "live-2", "vitals");
        assertThat(client.get("/actuator/prometheus").body()).contains("name=\"live-1\",type=\"ring\"");
        first.close();
        await("the first listener to leave")
                .untilAsserted(() -> assertThat(shown()).containsExactly("alerts", "ingest", "live-2", "vitals"));
        assertThat(client.get("/actuator/prometheus").body())
                .doesNotContain("live-1")
                .contains("live-2");
        listen();
        assertThat(names(buffers)).containsExactly("live-1", "live-2");
        assertThat(output).doesNotContain("ERROR");
    }

    /* The server can send what fits into the buffers of the connection, which is less than what is posted. */
    @Test
    void aSlowListenerMissesLinesAndDoesNotDelayAPost() throws Exception {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(1024);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), client.port()));
            slow.getOutputStream()
                    .write(("GET " + LIVE + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await("the slow listener to join").until(() -> names(buffers).contains("live-1"));
            StreamingBuffer lines = buffers.get("live-1").buffer();
            HttpResponse<String> response = client.post(("x".repeat(50_000) + "\n").repeat(300));
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(lines.stats().overwritten()).isPositive();
        }
    }

    @Test
    void anExcessListenerIsRejected() throws Exception {
        for (int i = 0; i < MAX_LISTENERS; i++) {
            listen();
        }
        HttpResponse<String> response = client.get(LIVE);
        assertThat(problem(503, response).get("detail").asString()).isEqualTo("There are too many listeners");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(names(buffers)).hasSize(MAX_LISTENERS);
    }

    @Test
    void headIsNoListener() throws Exception {
        HttpResponse<String> response = client.send(client.request(LIVE).method("HEAD", BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(names(buffers)).isEmpty();
    }

    @Test
    void theShutdownDisconnectsListenersImmediately(@TempDir Path directory, CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(directory, "spring.lifecycle.timeout-per-shutdown-phase=60s");
        LiveStreams streams = demo.bean(LiveStreams.class);
        BufferRegistry ended = demo.bean(BufferRegistry.class);
        try (Listener first = new Listener(demo.port(), LIVE);
                Listener second = new Listener(demo.port(), LIVE)) {
            await("both listeners to be connected").until(() -> first.isOpen() && second.isOpen());
            assertThat(CompletableFuture.runAsync(demo::close)).succeedsWithin(Duration.ofSeconds(10));
            assertThat(first.ended()).succeedsWithin(Duration.ofSeconds(1));
            assertThat(second.ended()).succeedsWithin(Duration.ofSeconds(1));
        }
        await("the buffers to be removed").until(() -> names(ended).isEmpty());
        assertThatExceptionOfType(ErrorResponseException.class)
                .isThrownBy(streams::open)
                .satisfies(e -> assertThat(e.getBody().getDetail()).isEqualTo("The application is shutting down"));
        assertThat(output).doesNotContain("ERROR");
    }

    private Listener listen() throws IOException {
        Listener listener = new Listener(client.port(), LIVE);
        listeners.add(listener);
        await("the listener to be connected").until(listener::isOpen);
        return listener;
    }

    private List<String> shown() throws Exception {
        return List.copyOf(json(client.get("/actuator/buffers")).get("buffers").propertyNames());
    }

    private static List<String> names(BufferRegistry buffers) {
        return buffers.names().stream().filter(name -> name.startsWith("live-")).toList();
    }

    private static String event(String line) {
        return "data:{\"text\":\"" + line.replace("\r", "\\r") + "\"}";
    }
}
