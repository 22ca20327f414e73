package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class ShutdownTest {

    private static final int BEFORE = 100;
    private static final int AFTER = 20_000;
    private static final String LINE = "line\n";
    private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");

    @TempDir
    Path directory;

    @Test
    void aPostInFlightIsFinishedAndEveryLineOfItIsStored(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(directory, "buffers.instances.ingest.capacity=" + AFTER);
        String answer = postDuringShutdown(demo, output);
        assertThat(answer).startsWith("HTTP/1.1 202");
        assertThat(accepted(answer)).isEqualTo(BEFORE + AFTER);
        assertThat(demo.stored()).isEqualTo(BEFORE + AFTER);
        assertThat(output).doesNotContain("ERROR").doesNotContain("'ingest' was closed");
    }

    /*
     * The valve simulates a thread that gets no processor time after its servlet has returned: the server considers the
     * request completed, stops, and interrupts the thread. Anything not sent by then is lost.
     */
    @Test
    void theResponseIsSentBeforeTheServerConsidersThePostCompleted(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(
                directory, ShutdownTest::delayWhatFollowsTheServlet, "buffers.instances.ingest.capacity=" + AFTER);
        String answer = postDuringShutdown(demo, output);
        assertThat(answer).startsWith("HTTP/1.1 202").contains("Content-Length");
        assertThat(accepted(answer)).isEqualTo(BEFORE + AFTER);
        assertThat(demo.stored()).isEqualTo(BEFORE + AFTER);
    }

    @Test
    void aSlowPostIsAbortedWithTheNumberOfAcceptedLines(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(directory, "demo.ingest.finish-within=500ms");
        try (RawPost post = new RawPost(demo.port(), Integer.MAX_VALUE)) {
            post.send(LINE.repeat(BEFORE));
            await("the first lines to be accepted")
                    .until(() -> demo.buffer("ingest").stats().written() == BEFORE);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(demo::close);
            await("the slow post to be answered").until(() -> {
                post.send(LINE);
                return post.isAnswered();
            });
            String answer = post.answer();
            assertThat(answer)
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After", "application/problem+json", "The application is shutting down");
            assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
            assertThat(accepted(answer)).isGreaterThan(BEFORE).isEqualTo(demo.stored());
        }
        assertThat(output).doesNotContain("ERROR").doesNotContain("'ingest' was closed");
    }

    @Test
    void aClientThatStallsDoesNotHoldUpTheShutdown(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(directory, "spring.lifecycle.timeout-per-shutdown-phase=1s");
        try (RawPost post = new RawPost(demo.port(), 1000)) {
            post.send(LINE.repeat(BEFORE) + "half");
            await("the first lines to be accepted")
                    .until(() -> demo.buffer("ingest").stats().written() == BEFORE);
            assertThat(CompletableFuture.runAsync(demo::close)).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(demo.stored()).isEqualTo(BEFORE);
        assertThat(output).doesNotContain("ERROR").doesNotContain("'ingest' was closed");
    }

    @Test
    void listenersAreDisconnectedImmediately(CapturedOutput output) throws Exception {
        DemoServer demo = new DemoServer(directory, "spring.lifecycle.timeout-per-shutdown-phase=60s");
        try (Listener first = new Listener(demo.port(), "/alerts");
                Listener second = new Listener(demo.port(), "/alerts")) {
            await("both listeners to be connected").until(() -> first.isOpen() && second.isOpen());
            assertThat(CompletableFuture.runAsync(demo::close)).succeedsWithin(Duration.ofSeconds(10));
            assertThat(first.ended()).succeedsWithin(Duration.ofSeconds(1));
            assertThat(second.ended()).succeedsWithin(Duration.ofSeconds(1));
        }
        assertThat(output).doesNotContain("ERROR").doesNotContain("'alerts' was closed");
    }

    private static String postDuringShutdown(DemoServer demo, CapturedOutput output) throws IOException {
        try (RawPost post = new RawPost(demo.port(), (long) LINE.length() * (BEFORE + AFTER))) {
            post.send(LINE.repeat(BEFORE));
            await("the first lines to be accepted")
                    .until(() -> demo.buffer("ingest").stats().written() == BEFORE);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(demo::close);
            await("the shutdown to begin").until(() -> output.getAll().contains("Commencing graceful shutdown"));
            post.send(LINE.repeat(AFTER));
            String answer = post.answer();
            assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
            return answer;
        }
    }

    private static void delayWhatFollowsTheServlet(ConfigurableApplicationContext context) {
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> customizer =
                server -> server.addEngineValves(new UntilInterrupted());
        ((GenericApplicationContext) context).registerBean(WebServerFactoryCustomizer.class, () -> customizer);
    }

    private static long accepted(String answer) {
        Matcher accepted = ACCEPTED.matcher(answer);
        assertThat(accepted.find()).as(answer).isTrue();
        return Long.parseLong(accepted.group(1));
    }

    private static final class UntilInterrupted extends ValveBase {

        UntilInterrupted() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, jakarta.servlet.ServletException {
            getNext().invoke(request, response);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
