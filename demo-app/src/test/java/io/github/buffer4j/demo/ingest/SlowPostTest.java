package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import io.github.buffer4j.demo.RawPost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send slowly but steadily do not occupy the server. */
class SlowPostTest {

    private static final int THREADS = 2;

    private static DemoServer demo;

    @BeforeAll
    static void start(@TempDir Path directory) {
        demo = new DemoServer(
                directory,
                "server.tomcat.threads.max=" + THREADS,
                "server.tomcat.threads.min-spare=1",
                "server.tomcat.connection-timeout=2s",
                "demo.ingest.max-duration=500ms");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void aPostThatTakesTooLongIsAbortedWithTheNumberOfAcceptedLines() throws Exception {
        long before = demo.buffer("ingest").stats().written();
        String answer;
        try (RawPost post = new RawPost(demo.port(), Integer.MAX_VALUE)) {
            await("the slow post to be answered").until(() -> isAnsweredWhileSending(post));
            answer = post.answer();
        }
        long written = demo.buffer("ingest").stats().written() - before;
        assertThat(written).isPositive();
        assertThat(answer)
                .startsWith("HTTP/1.1 408")
                .contains("application/problem+json", "The body was not received within 500 ms")
                .contains("\"accepted\":" + written);
        demo.buffers().awaitDrained("ingest");
        assertThat(demo.bean(LineStore.class).find("once", 1).count()).isEqualTo(written);
    }

    @Test
    void aClientThatContinuesAfterTheResponseIsDisconnected() throws Exception {
        List<RawPost> dripping = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            dripping.add(new RawPost(demo.port(), Integer.MAX_VALUE));
        }
        await("all connections to be closed").atMost(Duration.ofSeconds(30)).until(() -> {
            dripping.removeIf(SlowPostTest::isBroken);
            return dripping.isEmpty();
        });
        assertThat(new DemoClient(demo.port()).get("/vitals").statusCode()).isEqualTo(200);
    }

    private static boolean isAnsweredWhileSending(RawPost post) throws IOException {
        post.send("once\n");
        return post.isAnswered();
    }

    private static boolean isBroken(RawPost post) {
        try {
            post.send("a\n");
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
