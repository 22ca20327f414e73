package io.github.buffer4j.demo.ingest;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Exports whose database fails or whose application stops. */
@ExtendWith(OutputCaptureExtension.class)
class ExportFaultTest {

    @TempDir
    Path directory;

    /* The database closes while the export waits for its client, with rows that have not been read. */
    @Test
    void aDatabaseThatFailsInTheMiddleBreaksTheResponse(CapturedOutput output) throws Exception {
        try (DemoServer demo = new DemoServer(directory)) {
            LongLines.insertInto(demo.bean(JdbcClient.class));
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            try (ExportClient client = new ExportClient(demo.port())) {
                assertThat(client.status()).isEqualTo(200);
                ExportThreads.awaitBlocked(1);
                demo.bean(JdbcClient.class).sql("SHUTDOWN IMMEDIATELY").update();
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> client.body().transferTo(received));
            }
            assertThat(received.size()).isPositive();
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(
                            () -> new GZIPInputStream(new ByteArrayInputStream(received.toByteArray())).readAllBytes());
            ExportThreads.awaitNone();
        }
        assertThat(output).contains("The database failed during export-1").doesNotContain("Servlet.service()");
    }

    @Test
    void aDatabaseThatFailsBeforeTheFirstByteIsAProblem(CapturedOutput output) throws Exception {
        Outage outage = new Outage();
        try (DemoServer demo =
                new DemoServer(directory, context -> context.getBeanFactory().addBeanPostProcessor(outage))) {
            DemoClient client = new DemoClient(demo.port());
            demo.bean(JdbcClient.class)
                    .sql("ALTER TABLE log_line RENAME TO hidden")
                    .update();
            problem(500, client.get("/lines/export"));
            demo.bean(JdbcClient.class)
                    .sql("ALTER TABLE hidden RENAME TO log_line")
                    .update();
            outage.begin();
            client.post("line\n");
            await("the database to be refused").until(() -> outage.refusals() > 0);
            HttpResponse<String> response = client.get("/lines/export");
            assertThat(problem(503, response).get("detail").asString()).isEqualTo("The database does not respond");
            assertThat(response.headers().firstValue("Retry-After")).contains("5");
            assertThat(response.headers().firstValue("Content-Disposition")).isEmpty();
            outage.end();
            demo.buffers().awaitDrained("ingest", Duration.ofSeconds(30));
            assertThat(client.get("/lines/export").statusCode()).isEqualTo(200);
        }
        assertThat(output).contains("The database failed during export-1", "The database failed during export-2");
    }

    @Test
    void aDatabaseThatHangsIsAProblemAndKeepsItsPlaceUntilItResponds(CapturedOutput output) throws Exception {
        CountDownLatch response = new CountDownLatch(1);
        try (DemoServer demo = new DemoServer(
                directory,
                StoppingStore.beforeFirstLine(StoppingStore.awaiting(response)),
                "demo.export.max-wait=200ms",
                "demo.export.max-exports=1")) {
            DemoClient client = new DemoClient(demo.port());
            assertThat(problem(503, client.get("/lines/export")).get("detail").asString())
                    .isEqualTo("The database does not respond");
            assertThat(problem(503, client.get("/lines/export")).get("detail").asString())
                    .isEqualTo("There are too many exports");
            response.countDown();
            ExportThreads.awaitNone();
            assertThat(client.get("/lines/export").statusCode()).isEqualTo(200);
        }
        assertThat(output).containsPattern("WARN.*export-1 was broken off: The database sent nothing for 200 ms");
    }

    @Test
    void aQueryThatHangsIsCancelled(CapturedOutput output) throws Exception {
        HangingQuery hanging = new HangingQuery();
        try (DemoServer demo = new DemoServer(
                directory,
                context -> context.getBeanFactory().addBeanPostProcessor(hanging),
                "demo.export.max-wait=200ms",
                "demo.export.max-exports=1")) {
            DemoClient client = new DemoClient(demo.port());
            assertThat(problem(503, client.get("/lines/export")).get("detail").asString())
                    .isEqualTo("The database does not respond");
            ExportThreads.awaitNone();
            assertThat(client.get("/lines/export").statusCode()).isEqualTo(200);
        }
        assertThat(output)
                .containsPattern("WARN.*export-1 was broken off: The database sent nothing for 200 ms")
                .doesNotContain("The database failed");
    }

    @Test
    void aDatabaseThatPausesAfterTheFirstLineHasResponded() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        try (DemoServer demo = new DemoServer(directory, StoppingStore.afterEachLine(StoppingStore.awaiting(rest)))) {
            insertTwoLines(demo);
            try (ExportClient client = new ExportClient(demo.port())) {
                assertThat(client.status()).isEqualTo(200);
                rest.countDown();
                assertThat(client.lines()).containsExactly("first", "second");
            }
        }
    }

    @Test
    void aDatabaseThatHangsInTheMiddleBreaksTheResponse(CapturedOutput output) throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        try (DemoServer demo = new DemoServer(
                directory, StoppingStore.afterEachLine(StoppingStore.awaiting(rest)), "demo.export.max-wait=200ms")) {
            insertTwoLines(demo);
            try (ExportClient client = new ExportClient(demo.port())) {
                assertThat(client.status()).isEqualTo(200);
                assertThatExceptionOfType(IOException.class).isThrownBy(client::lines);
            }
            rest.countDown();
            ExportThreads.awaitNone();
        }
        assertThat(output)
                .containsPattern("WARN.*export-1 was broken off: The database sent nothing for 200 ms")
                .doesNotContain("its client has left");
    }

    @Test
    void aDatabaseThatIsLostInTheMiddleBreaksTheResponseWithoutAProblem(CapturedOutput output) throws Exception {
        Runnable loss = () -> {
            throw new DataAccessResourceFailureException("The database is gone");
        };
        try (DemoServer demo = new DemoServer(directory, StoppingStore.afterEachLine(loss))) {
            insertTwoLines(demo);
            try (ExportClient client = new ExportClient(demo.port())) {
                assertThat(client.status()).isEqualTo(200);
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> client.body().readAllBytes());
            }
        }
        assertThat(output)
                .contains("The database failed during export-1: The database is gone")
                .doesNotContain("@ExceptionHandler");
    }

    private static void insertTwoLines(DemoServer demo) {
        demo.bean(JdbcClient.class)
                .sql("INSERT INTO log_line (content) VALUES ('first'), ('second')")
                .update();
    }

    @Test
    void theShutdownWaitsForAnExport(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(directory, "spring.lifecycle.timeout-per-shutdown-phase=60s");
        LongLines.insertInto(demo.bean(JdbcClient.class));
        try (ExportClient client = new ExportClient(demo.port())) {
            ExportThreads.awaitBlocked(1);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(demo::close);
            await("the shutdown to begin").until(() -> output.getAll().contains("Commencing graceful shutdown"));
            List<String> exported = client.lines();
            assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
            assertThat(exported).isEqualTo(demo.storedLines());
        }
        assertThat(output).doesNotContain("ERROR").doesNotContain("broken off");
    }

    @Test
    void aClientThatDoesNotReadDoesNotHoldUpTheShutdown(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(directory, "spring.lifecycle.timeout-per-shutdown-phase=1s");
        LongLines.insertInto(demo.bean(JdbcClient.class));
        try (ExportClient client = new ExportClient(demo.port())) {
            ExportThreads.awaitBlocked(1);
            assertThat(CompletableFuture.runAsync(demo::close)).succeedsWithin(Duration.ofSeconds(10));
            ExportThreads.awaitNone();
            assertThatExceptionOfType(IOException.class).isThrownBy(client::lines);
        }
        assertThat(output).contains("export-1 was broken off").doesNotContain("ERROR");
    }
}
