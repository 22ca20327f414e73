package io.github.buffer4j.demo.ingest;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import io.github.buffer4j.demo.RawPost;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An unavailable or hanging database, and the database file after a crash. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseTest {

    private static final Duration GRACE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void searchAndHealthReportAnOutage() throws Exception {
        Outage outage = new Outage();
        try (DemoServer demo =
                new DemoServer(directory, context -> context.getBeanFactory().addBeanPostProcessor(outage))) {
            DemoClient client = new DemoClient(demo.port());
            assertThat(client.get("/lines").statusCode()).isEqualTo(200);
            outage.begin();
            client.post("line\n");
            await("the database to be refused").until(() -> outage.refusals() > 0);
            HttpResponse<String> search = client.get("/lines");
            assertThat(problem(503, search).get("detail").asString()).isEqualTo("The database does not respond");
            assertThat(search.headers().firstValue("Retry-After")).contains("5");
            HttpResponse<String> health = client.get("/actuator/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(DemoClient.json(health).get("status").asString()).isEqualTo("DOWN");
            outage.end();
            demo.buffers().awaitDrained("ingest", GRACE);
            await("the application to be healthy")
                    .until(() -> client.get("/actuator/health").statusCode() == 200);
            assertThat(client.get("/lines").statusCode()).isEqualTo(200);
        }
    }

    /* A stalled client also uses up the grace period of the web server. */
    @Tag("evidence")
    @Test
    void aShutdownWithAHangingDatabaseFitsIntoTheGracePeriodAndReportsAllLosses(CapturedOutput output)
            throws Exception {
        DemoServer demo = new DemoServer(directory);
        demo.bean(JdbcClient.class).sql(HangingTrigger.DEFINITION).update();
        try (RawPost post = new RawPost(demo.port(), 1_000_000)) {
            post.send("line\n".repeat(1000) + "half");
            await("the lines to be accepted and a batch to be read")
                    .until(() -> demo.buffer("ingest").stats().read() > 0
                            && demo.buffer("ingest").stats().written() == 1000);
            assertThat(CompletableFuture.runAsync(demo::close)).succeedsWithin(GRACE);
            assertThat(LostLines.countedIn(output)).isEqualTo(1000);
            assertThat(output).contains("Listener 'store' has not finished in time; interrupted threads: store-1");
        } finally {
            HangingTrigger.release();
        }
    }

    /* Each insert fails after 250 ms, so that the time ends while the listener is splitting a batch. */
    @Test
    void aShutdownWithoutAConnectionReportsAllLosses(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(
                directory,
                "spring.datasource.hikari.maximum-pool-size=1",
                "spring.datasource.hikari.connection-timeout=250",
                "spring.datasource.hikari.validation-timeout=250",
                "buffers.instances.ingest.drain-timeout=5s",
                "buffers.listeners.store.stop-timeout=5s");
        try (Connection theOnlyOne = demo.bean(DataSource.class).getConnection()) {
            assertThat(theOnlyOne.isValid(1)).isTrue();
            assertThat(new DemoClient(demo.port()).post("line\n".repeat(1000)).statusCode())
                    .isEqualTo(202);
            await("a batch to be read")
                    .until(() -> demo.buffer("ingest").stats().read() > 0);
            assertThat(CompletableFuture.runAsync(demo::close)).succeedsWithin(GRACE);
        }
        assertThat(demo.stored()).isZero();
        assertThat(output).contains("Listener 'store' gives up 1 element", "interrupted threads: store-1");
        /* A line that fails between the report and the interrupt is counted in both. */
        assertThat(LostLines.countedIn(output)).isBetween(1000, 1001);
    }

    /* A row is visible before its commit returns, and handled after that. */
    @Test
    void committedLinesAreInTheFile() throws Exception {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (DemoServer demo = new DemoServer(directory)) {
            DemoClient client = new DemoClient(demo.port());
            client.post("line\n");
            demo.buffers().awaitDrained("ingest");
            assertThat(rows(demo.bean(JdbcClient.class))).isOne();
            Files.copy(directory.resolve("demo.mv.db"), copy.resolve("demo.mv.db"));
        }
        assertThat(rows(JdbcClient.create(
                        new DriverManagerDataSource("jdbc:h2:file:" + copy.resolve("demo"), "sa", ""))))
                .isOne();
    }

    private static int rows(JdbcClient database) {
        return database.sql("SELECT COUNT(*) FROM log_line")
                .query(Integer.class)
                .single();
    }
}
