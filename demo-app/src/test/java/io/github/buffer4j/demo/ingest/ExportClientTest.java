package io.github.buffer4j.demo.ingest;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Clients of exports that leave, stall or are too many. */
@ExtendWith(OutputCaptureExtension.class)
class ExportClientTest {

    private static final String EXPORT = "/lines/export";

    @TempDir
    Path directory;

    @Test
    void aClientThatLeavesEndsTheExportAndReturnsItsConnection(CapturedOutput output) throws Exception {
        try (DemoServer demo = demo("server.tomcat.connection-timeout=1m")) {
            try (ExportClient client = new ExportClient(demo.port())) {
                ExportThreads.awaitBlocked(1);
                assertThat(activeConnections(demo)).isOne();
                client.body().readNBytes(10);
            }
            awaitEnd(demo);
        }
        assertThat(output).contains("export-1 was broken off").doesNotContain("ERROR");
    }

    @Test
    void aClientThatDoesNotReadIsDisconnected(CapturedOutput output) throws Exception {
        try (DemoServer demo = demo("server.tomcat.connection-timeout=500ms");
                ExportClient client = new ExportClient(demo.port())) {
            await("the export to be broken off").until(() -> output.getAll().contains("export-1 was broken off"));
            awaitEnd(demo);
            assertThatExceptionOfType(IOException.class).isThrownBy(client::lines);
        }
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void aClientThatTakesTooLongIsDisconnected(CapturedOutput output) throws Exception {
        try (DemoServer demo = demo("server.tomcat.connection-timeout=1m", "demo.export.max-duration=1s");
                ExportClient client = new ExportClient(demo.port())) {
            assertThat(client.status()).isEqualTo(200);
            awaitEnd(demo);
            assertThatExceptionOfType(IOException.class).isThrownBy(client::lines);
        }
        assertThat(output)
                .containsPattern("WARN.*export-1 was broken off: The export was not complete after 1000 ms")
                .doesNotContain("ERROR");
    }

    @Test
    void anExcessExportIsRejectedUntilAnotherOneHasEnded() throws Exception {
        try (DemoServer demo = demo("server.tomcat.connection-timeout=1m", "demo.export.max-exports=2");
                ExportClient first = new ExportClient(demo.port());
                ExportClient second = new ExportClient(demo.port())) {
            DemoClient client = new DemoClient(demo.port());
            ExportThreads.awaitBlocked(2);
            HttpResponse<String> response = client.get(EXPORT);
            assertThat(problem(503, response).get("detail").asString()).isEqualTo("There are too many exports");
            assertThat(response.headers().firstValue("Retry-After")).contains("5");
            HttpResponse<String> head = client.send(client.request(EXPORT).method("HEAD", BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Type")).contains("application/gzip");
            assertThat(first.lines()).isNotEmpty();
            try (ExportClient third = new ExportClient(demo.port())) {
                assertThat(third.status()).isEqualTo(200);
            }
            assertThat(second.status()).isEqualTo(200);
        }
    }

    @Test
    void aPlaceIsFreeOnceTheEndHasBeenRead() throws Exception {
        try (DemoServer demo = new DemoServer(directory, "demo.export.max-exports=1")) {
            LineExport export = demo.bean(LineExport.class);
            for (int i = 0; i < 1000; i++) {
                try (InputStream lines = export.open()) {
                    assertThat(lines.readAllBytes()).isNotEmpty();
                }
            }
        }
    }

    private DemoServer demo(String... properties) {
        DemoServer demo = new DemoServer(directory, properties);
        LongLines.insertInto(demo.bean(JdbcClient.class));
        return demo;
    }

    private static void awaitEnd(DemoServer demo) {
        ExportThreads.awaitNone();
        await("the connection to be returned").until(() -> activeConnections(demo) == 0);
    }

    private static int activeConnections(DemoServer demo) {
        return demo.bean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections();
    }
}
