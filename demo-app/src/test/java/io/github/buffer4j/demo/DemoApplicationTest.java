package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.test.BufferTester;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@DemoTest
@TestInstance(Lifecycle.PER_CLASS)
class DemoApplicationTest {

    private final DemoClient client;
    private final StoredLines stored;

    DemoApplicationTest(@LocalServerPort int port, @Autowired JdbcClient database, @Autowired BufferTester buffers) {
        this.client = new DemoClient(port);
        this.stored = new StoredLines(database, buffers);
    }

    @BeforeAll
    void awaitLinesOfOtherTests() {
        stored.awaitAll();
    }

    @BeforeEach
    void empty() {
        stored.clear();
    }

    @Test
    void storesEveryLineInOrder() throws Exception {
        List<String> lines =
                IntStream.range(0, 10_000).mapToObj(i -> "line " + i).toList();
        HttpResponse<String> response = client.post(String.join("\n", lines) + "\n");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"accepted\":10000}");
        stored.awaitAll();
        JsonNode found = find("", "&limit=1000");
        assertThat(found.get("count").asInt()).isEqualTo(10_000);
        assertThat(texts(found)).isEqualTo(lines.subList(0, 1000));
    }

    @Test
    void acceptsAFormAsText() throws Exception {
        String line = "a=1&b=%41+%zz&=";
        client.post("application/x-www-form-urlencoded", BodyPublishers.ofString(line + "\n" + line));
        stored.awaitAll();
        assertThat(texts(find("", ""))).containsExactly(line, line);
    }

    @Test
    void searchesForTheLiteralText() throws Exception {
        client.post("100% done\n100 done\n1000_000\n1000!000\n");
        stored.awaitAll();
        assertThat(texts(find("0%", ""))).containsExactly("100% done");
        assertThat(texts(find("0_0", ""))).containsExactly("1000_000");
        assertThat(texts(find("0!0", ""))).containsExactly("1000!000");
        assertThat(texts(find("done", ""))).containsExactly("100% done", "100 done");
    }

    @Test
    void countsMoreThanItReturns() throws Exception {
        client.post("a\n".repeat(150));
        stored.awaitAll();
        assertThat(texts(find("a", ""))).hasSize(100);
        assertThat(texts(find("a", "&limit=1"))).containsExactly("a");
        assertThat(find("a", "&limit=1").get("count").asInt()).isEqualTo(150);
    }

    @Test
    void refusesABadLimit() throws Exception {
        for (String limit : List.of("0", "1001", "-1", "many")) {
            assertThat(client.get("/lines?limit=" + limit).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void showsTheBufferAndItsMeters() throws Exception {
        JsonNode ingest =
                DemoClient.json(client.get("/actuator/buffers")).get("buffers").get("ingest");
        assertThat(ingest.get("type").asString()).isEqualTo("block");
        assertThat(ingest.get("elementType").asString()).isEqualTo("java.lang.String");
        assertThat(client.get("/actuator/prometheus").body())
                .contains("buffer_size_elements{application=\"demo-app\",name=\"ingest\",type=\"block\"}")
                .contains("buffer_writes_elements_total{application=\"demo-app\",name=\"ingest\",type=\"block\"}");
    }

    private JsonNode find(String contains, String more) throws Exception {
        HttpResponse<String> response =
                client.get("/lines?contains=" + URLEncoder.encode(contains, StandardCharsets.UTF_8) + more);
        assertThat(response.statusCode()).isEqualTo(200);
        return DemoClient.json(response);
    }

    private static List<String> texts(JsonNode found) {
        return found.get("lines").valueStream().map(JsonNode::asString).toList();
    }
}
