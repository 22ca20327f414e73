package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@ExtendWith(OutputCaptureExtension.class)
class ShutdownTest {

    private static final int BEFORE = 100;
    private static final int AFTER = 100_000;
    private static final String HEAD = """
            POST /lines HTTP/1.1\r
            Host: localhost\r
            Content-Length: %d\r
            Connection: close\r
            \r
            """.formatted("line\n".length() * (BEFORE + AFTER));

    @TempDir
    Path directory;

    @Test
    void aRequestInFlightIsFinishedAndEveryLineOfItIsStored(CapturedOutput output) throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("demo") + ";DB_CLOSE_ON_EXIT=FALSE";
        ConfigurableApplicationContext context = new SpringApplicationBuilder(DemoApplication.class)
                .run(
                        "--server.port=0",
                        "--buffers.instances.ingest.capacity=" + AFTER,
                        "--spring.datasource.url=" + url);
        Buffer<?> ingest = context.getBean("ingest", Buffer.class);
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            send(socket, HEAD + "line\n".repeat(BEFORE));
            await().until(() -> ingest.stats().written() == BEFORE);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
            await().until(() -> output.getAll().contains("Commencing graceful shutdown"));
            send(socket, "line\n".repeat(AFTER));

            // Only the rows are checked, not whether the web server still sends the answer while it stops.
            socket.getInputStream().readAllBytes();
            assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
        }
        assertThat(stored(url)).isEqualTo(BEFORE + AFTER);
        assertThat(output).doesNotContain("ERROR").doesNotContain("unread");
    }

    private static void send(Socket socket, String text) throws Exception {
        OutputStream output = socket.getOutputStream();
        output.write(text.getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    private static long stored(String url) {
        return JdbcClient.create(new DriverManagerDataSource(url, "sa", ""))
                .sql("SELECT COUNT(*) FROM log_line")
                .query(Long.class)
                .single();
    }
}
