package io.github.buffer4j.demo.desk;

import static io.github.buffer4j.demo.DemoClient.json;
import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import io.github.buffer4j.demo.StoredLines;
import io.github.buffer4j.spring.test.BufferTester;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@DemoTest
class DeskTest {

    private final DemoClient client;
    private final StoredLines stored;
    private final BlockBuffer<String> ingest;

    DeskTest(
            @LocalServerPort int port,
            @Autowired JdbcClient database,
            @Autowired BufferTester buffers,
            @Autowired BlockBuffer<String> ingest) {
        this.client = new DemoClient(port);
        this.stored = new StoredLines(database, buffers);
        this.ingest = ingest;
    }

    @AfterEach
    void removeDelay() throws Exception {
        send("POST", "/desk/delay", "{\"value\":0}");
        stored.awaitAll();
    }

    @Test
    void theStateHasWhatTheEndpointsShow() throws Exception {
        client.post("one line\n");
        stored.awaitAll();
        JsonNode desk = desk(-1);
        JsonNode endpoint = json(client.get("/actuator/buffers")).get("buffers");
        assertThat(desk.get("buffers").propertyNames()).isEqualTo(endpoint.propertyNames());
        JsonNode shown = desk.get("buffers").get("ingest");
        assertThat(shown.propertyNames()).isEqualTo(endpoint.get("ingest").propertyNames());
        assertThat(shown.get("written").asLong())
                .isEqualTo(endpoint.get("ingest").get("written").asLong());
        assertThat(shown.get("blocked").get("read").get("totalTime").asString()).startsWith("PT");
        assertThat(desk.get("residence").get("ingest").get("count").asLong()).isPositive();
        assertThat(desk.get("start").asString())
                .isNotEmpty()
                .isEqualTo(desk(-1).get("start").asString());
    }

    @Test
    void onlyEventsThatAreNewAreReturned() throws Exception {
        send("DELETE", "/actuator/buffers/vitals", null);
        JsonNode newest = desk(-1).get("events").get(0);
        assertThat(newest.get("kind").asString()).isEqualTo("reset");
        long sequence = newest.get("sequence").asLong();
        send("DELETE", "/actuator/buffers/vitals", null);
        assertThat(desk(sequence).get("events").valueStream())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.get("sequence").asLong()).isGreaterThan(sequence));
    }

    @Test
    void theWindowOfTheVitalsAndTheLatestAlertsAreShownAndNotTaken() throws Exception {
        client.post("error 1\n".repeat(10));
        await("vitals").until(() -> !desk(-1).get("vitals").isEmpty());
        JsonNode desk = desk(-1);
        assertThat(desk.get("alerts")).hasSize(8);
        assertThat(desk.get("buffers").get("alerts").get("size").asInt()).isGreaterThanOrEqualTo(10);
        send("DELETE", "/actuator/buffers/alerts", null);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html, desk/main.js",
        "/desk.css, text/css, prefers-reduced-motion",
        "/desk/main.js, text/javascript, Pipeline",
        "/desk/icon.svg, image/svg+xml, rect",
        "/webjars/uplot/1.6.30/dist/uPlot.esm.js, text/javascript, uPlot",
        "/webjars/uplot/1.6.30/dist/uPlot.min.css, text/css, uplot",
        "/desk, application/json, buffers"
    })
    void everyAnswerHasTheStrictPolicy(String path, String type, String content) throws Exception {
        HttpResponse<String> response = client.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(response.body()).contains(content);
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; "
                        + "script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'none'; "
                        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                        + "require-trusted-types-for 'script'; trusted-types 'none'");
        assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /desk/burst",
        "POST, /desk/delay",
        "POST, /desk/login",
        "PUT, /desk/try/block",
        "DELETE, /desk/try/block",
        "POST, /desk/try/block/burst",
        "POST, /desk/try/block/delay",
        "POST, /desk/try/block/close-write",
        "POST, /desk/try/block/close-with-error",
        "DELETE, /actuator/buffers/ingest"
    })
    void aStrangerChangesNothing(String method, String path) throws Exception {
        long written = ingest.stats().written();
        HttpResponse<String> response = client.send(client.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString("{\"value\":10}")));
        problem(401, response);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
        assertThat(ingest.stats().written()).isEqualTo(written);
        assertThat(desk(-1).get("delays").get("ingest").asInt()).isZero();
        assertThat(desk(-1).get("buffers").has("try-block")).isFalse();
    }

    /* A browser opens a dialog of its own for Basic, and not for a scheme that it does not know. */
    @Test
    void aRefusalOfThePageOpensNoDialogOfTheBrowser() throws Exception {
        for (HttpRequest.Builder request :
                List.of(client.request("/desk/login"), client.request("/desk/login", "operator", "wrong"))) {
            HttpResponse<String> response = client.send(request.header("X-Requested-With", "desk")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}")));
            problem(401, response);
            assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Desk realm=\"Buffer4j\"");
        }
        assertThat(send("POST", "/desk/login", "{}").statusCode()).isEqualTo(204);
    }

    @Test
    void aBurstGoesThroughThePipelineAndRaisesAlerts() throws Exception {
        stored.awaitAll();
        stored.clear();
        long alerts = written("alerts");
        HttpResponse<String> response = send("POST", "/desk/burst", "{\"value\":1000}");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"written\":1000,\"of\":1000}");
        stored.awaitAll();
        assertThat(stored.count()).isEqualTo(1000);
        assertThat(written("alerts") - alerts).isEqualTo(10);
        send("DELETE", "/actuator/buffers/alerts", null);
    }

    @Test
    void theDelayIsShownAndDelaysTheListener() throws Exception {
        assertThat(send("POST", "/desk/delay", "{\"value\":1000}").statusCode()).isEqualTo(204);
        assertThat(desk(-1).get("delays").get("ingest").asInt()).isEqualTo(1000);
        long begin = System.nanoTime();
        client.post("slow\n");
        stored.awaitAll();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"value\":-1}", "{\"value\":50001}", "{\"value\":\"many\"}", "nonsense"})
    void aBadBurstIsRefused(String body) throws Exception {
        problem(400, send("POST", "/desk/burst", body));
    }

    @Test
    void aBadDelayOrAnotherTypeIsRefused() throws Exception {
        problem(400, send("POST", "/desk/delay", "{\"value\":1001}"));
        HttpRequest.Builder text = client.request("/desk/delay", "operator", DemoTest.PASSWORD)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"value\":1}"));
        problem(415, client.send(text));
    }

    private long written(String buffer) throws Exception {
        return desk(-1).get("buffers").get(buffer).get("written").asLong();
    }

    private JsonNode desk(long since) throws Exception {
        return json(client.get("/desk?since=" + since));
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body) throws Exception {
        return Operator.send(client, method, path, body);
    }
}
