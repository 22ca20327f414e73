package io.github.buffer4j.demo.ingest;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class FullBufferTest {

    @TempDir
    Path directory;

    @Test
    void aFullBufferRejectsAPostWithTheNumberOfAcceptedLines(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(
                directory,
                "buffers.instances.ingest.capacity=10",
                "demo.ingest.max-wait=200ms",
                "spring.datasource.hikari.maximum-pool-size=1");
        DemoClient client = new DemoClient(demo.port());
        long accepted;
        try (Connection theOnlyOne = demo.bean(DataSource.class).getConnection()) {
            assertThat(theOnlyOne.isValid(1)).isTrue();
            HttpResponse<String> response = client.post("line\n".repeat(10_000));
            JsonNode problem = problem(503, response);
            assertThat(problem.get("detail").asString()).isEqualTo("The buffer was full for 200 ms");
            assertThat(response.headers().firstValue("Retry-After")).contains("5");
            accepted = problem.get("accepted").asLong();
            assertThat(accepted).isBetween(10L, 520L);

            JsonNode next = problem(503, client.post("line\n"));
            assertThat(next.get("accepted").asLong()).isZero();
        }
        await("a post to be accepted again").until(() -> client.post("line\n").statusCode() == 202);
        demo.close();
        assertThat(demo.stored()).isEqualTo(accepted + 1);
        assertThat(output).doesNotContain("ERROR");
    }
}
