package io.github.buffer4j.demo.ingest;

import static io.github.buffer4j.demo.DemoClient.json;
import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import io.github.buffer4j.demo.RawPost;
import io.github.buffer4j.demo.StoredLines;
import io.github.buffer4j.spring.test.BufferTester;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@DemoTest
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class LineRefusalTest {

    private final DemoClient client;
    private final StoredLines stored;

    LineRefusalTest(@LocalServerPort int port, @Autowired JdbcClient database, @Autowired BufferTester buffers) {
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
    void aLineThatIsTooLong() throws Exception {
        String longest = "x".repeat(LineStore.MAX_LENGTH);
        JsonNode problem = problem(400, client.post("a\n" + longest + "\n" + longest + "x\nb\n"));
        assertThat(problem.get("detail").asString()).isEqualTo("Line 3 is longer than 100000 characters");
        assertAccepted(2, problem);
    }

    @Test
    void aClientThatIsStillSendingGetsTheAnswerToo() throws Exception {
        long length = 50_000_000;
        try (RawPost post = new RawPost(client.port(), length)) {
            post.send("a\n");
            String rest = "x".repeat(1_000_000);
            for (long sent = 2; sent + rest.length() < length; sent += rest.length()) {
                post.send(rest);
            }
            post.send("x".repeat((int) ((length - 2) % rest.length())));
            assertThat(post.answer()).startsWith("HTTP/1.1 400").contains("\"accepted\":1");
        }
        stored.awaitAll();
        assertThat(stored.count()).isEqualTo(1);
    }

    @Test
    void bytesThatAreNotUtf8() throws Exception {
        byte[] body = "größe\nb\nc\u00ff\nd\n".getBytes(StandardCharsets.ISO_8859_1);
        JsonNode first = problem(400, client.post("text/plain", BodyPublishers.ofByteArray(body)));
        assertThat(first.get("detail").asString()).isEqualTo("Line 1 is not UTF-8");
        assertAccepted(0, first);
    }

    @Test
    void bytesThatAreNotUtf8AfterLinesThatAre() throws Exception {
        byte[] body = "a\nb\nc\u00ff\nd\n".getBytes(StandardCharsets.ISO_8859_1);
        JsonNode third = problem(400, client.post("text/plain", BodyPublishers.ofByteArray(body)));
        assertThat(third.get("detail").asString()).isEqualTo("Line 3 is not UTF-8");
        assertAccepted(2, third);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain; charset=utf-8",
                "Text/Plain;charset=\"UTF-8\"",
                "text/plain; charset=us-ascii",
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=UTF-8"
            })
    void textInUtf8IsTaken(String contentType) throws Exception {
        HttpResponse<String> response = client.post(contentType, BodyPublishers.ofString("a\n"));
        assertThat(response.statusCode()).isEqualTo(202);
        assertAccepted(1, json(response));
    }

    @Test
    void contentTypeMayBeMissing() throws Exception {
        HttpResponse<String> response = client.post(null, BodyPublishers.ofString("a\n"));
        assertThat(response.statusCode()).isEqualTo(202);
        assertAccepted(1, json(response));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/octet-stream",
                "text/html",
                "text/*",
                "multipart/form-data; boundary=x",
                "text/plain; charset=iso-8859-1",
                "text/plain; charset=utf-16",
                "text/plain; charset=nonsense",
                "application/x-www-form-urlencoded; charset=latin1",
                "nonsense"
            })
    void otherContentIsRefused(String contentType) throws Exception {
        HttpResponse<String> response = client.post(contentType, BodyPublishers.ofString("a\n"));
        JsonNode problem = problem(415, response);
        assertThat(problem.get("detail").asString()).contains(contentType);
        assertThat(response.headers().firstValue("Accept").orElse("")).contains("text/plain");
        assertAccepted(0, problem);
    }

    @Test
    void compressedContentIsRefused() throws Exception {
        problem(
                415,
                client.send(client.request("/lines")
                        .header("Content-Type", "text/plain")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofString("a\n"))));
    }

    @ParameterizedTest
    @CsvSource({
        "404, GET, /nothing",
        "404, GET, /lines/1",
        "405, PUT, /lines",
        "405, DELETE, /lines",
        "405, POST, /vitals",
        "405, POST, /alerts",
        "405, POST, /lines/export",
        "405, DELETE, /lines/export",
        "405, POST, /lines/live",
        "405, DELETE, /lines/live"
    })
    void unknownPathsAndMethodsAreProblemsToo(int status, String method, String path) throws Exception {
        problem(status, client.send(client.request(path).method(method, BodyPublishers.noBody())));
    }

    @Test
    void aClientThatBreaksOffKeepsItsWholeLines(CapturedOutput output, @Autowired BufferTester buffers)
            throws Exception {
        try (RawPost post = new RawPost(client.port(), 1000)) {
            post.send("a\nb\nhalf");
            buffers.awaitHandled("store", 2);
            assertThat(stored.count()).isEqualTo(2);
            post.breakOff();
        }
        await("the truncated post to be logged")
                .until(() -> output.getAll().contains("A post was truncated after 2 lines"));
        assertThat(client.post("c\n").statusCode()).isEqualTo(202);
        buffers.awaitHandled("store", 3);
        assertThat(stored.count()).isEqualTo(3);
        assertThat(output).doesNotContain("ERROR").doesNotContain("\tat ");
    }

    @Test
    void aClientThatStallsGetsATimeout(CapturedOutput output) throws Exception {
        try (RawPost post = new RawPost(client.port(), 1000)) {
            post.send("a\nb\nhalf");
            assertThat(post.answer())
                    .startsWith("HTTP/1.1 408")
                    .contains("application/problem+json")
                    .contains("\"accepted\":2", "\"instance\":\"/lines\"");
        }
        stored.awaitAll();
        assertThat(stored.count()).isEqualTo(2);
        assertThat(output).doesNotContain("ERROR");
    }

    private void assertAccepted(int count, JsonNode answer) throws Exception {
        assertThat(answer.get("accepted").asInt()).isEqualTo(count);
        assertThat(client.post("the next one").statusCode()).isEqualTo(202);
        stored.awaitAll();
        assertThat(stored.count()).isEqualTo(count + 1);
    }
}
