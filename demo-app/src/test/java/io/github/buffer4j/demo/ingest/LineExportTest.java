package io.github.buffer4j.demo.ingest;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import io.github.buffer4j.demo.StoredLines;
import io.github.buffer4j.spring.test.BufferTester;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@DemoTest
@ExtendWith(OutputCaptureExtension.class)
class LineExportTest {

    private static final int MAX_EXPORTS = 2;
    private static final String EXPORT = "/lines/export";

    private final DemoClient client;
    private final JdbcClient database;
    private final HikariDataSource connections;
    private final StoredLines stored;

    LineExportTest(
            @LocalServerPort int port,
            @Autowired JdbcClient database,
            @Autowired HikariDataSource connections,
            @Autowired BufferTester buffers) {
        this.client = new DemoClient(port);
        this.database = database;
        this.connections = connections;
        this.stored = new StoredLines(database, buffers);
    }

    @BeforeEach
    void empty() {
        stored.awaitAll();
        stored.clear();
    }

    @AfterEach
    void clear() {
        ExportThreads.awaitNone();
        stored.clear();
    }

    @Test
    void everyLineThatWasPostedIsExportedInOrder() throws Exception {
        List<String> lines = IntStream.range(0, 20_000)
                .mapToObj(i -> i % 10 == 0 ? "" : " größe\t\ud83d\udcc8 " + i)
                .toList();
        assertThat(client.post(String.join("\n", lines) + "\n").statusCode()).isEqualTo(202);
        stored.awaitAll();
        try (ExportClient export = new ExportClient(client.port())) {
            assertThat(export.status()).isEqualTo(200);
            assertThat(export.header("Content-Type")).isEqualTo("application/gzip");
            assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"lines.txt.gz\"");
            assertThat(export.header("Content-Encoding")).isEmpty();
            assertThat(export.lines()).isEqualTo(lines);
        }
    }

    @Test
    void nothingIsExportedAsAnEmptyFile() throws Exception {
        try (ExportClient export = new ExportClient(client.port())) {
            assertThat(export.status()).isEqualTo(200);
            assertThat(export.lines()).isEmpty();
        }
    }

    @Test
    void headDescribesTheFileAndExportsNothing() throws Exception {
        LongLines.insertInto(database);
        HttpResponse<String> response = client.send(client.request(EXPORT).method("HEAD", BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/gzip");
        ExportThreads.awaitNone();
    }

    @Test
    void aClientThatLeavesEndsTheExportAndReturnsItsConnection(CapturedOutput output) throws Exception {
        LongLines.insertInto(database);
        try (ExportClient export = new ExportClient(client.port())) {
            ExportThreads.awaitBlocked(1);
            assertThat(connections.getHikariPoolMXBean().getActiveConnections()).isOne();
            export.body().readNBytes(10);
        }
        ExportThreads.awaitNone();
        await("the connection to be returned")
                .until(() -> connections.getHikariPoolMXBean().getActiveConnections() == 0);
        assertThat(output).contains("was broken off").doesNotContain("ERROR", "WARN");
    }

    @Test
    void anExcessExportIsRejectedUntilAnotherOneHasEnded() throws Exception {
        LongLines.insertInto(database);
        try (ExportClient first = new ExportClient(client.port());
                ExportClient second = new ExportClient(client.port())) {
            ExportThreads.awaitBlocked(MAX_EXPORTS);
            HttpResponse<String> response = client.get(EXPORT);
            assertThat(problem(503, response).get("detail").asString()).isEqualTo("There are too many exports");
            assertThat(response.headers().firstValue("Retry-After")).contains("5");
            assertThat(first.lines()).hasSize(stored.count());
            stored.clear();
            for (int i = 0; i < 100; i++) {
                assertThat(client.get(EXPORT).statusCode()).isEqualTo(200);
            }
            assertThat(second.status()).isEqualTo(200);
        }
    }
}
