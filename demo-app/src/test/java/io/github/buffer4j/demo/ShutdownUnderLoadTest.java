package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.demo.ingest.FaultyStore;
import io.github.buffer4j.spring.BufferLifecycle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A demo that is shut down under load has stored exactly the accepted lines. */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownUnderLoadTest {

    private static final int POSTERS = 8;
    /* More than fit into a batch and the buffer, so that a post cannot complete while batches are blocked. */
    private static final int LINES = 600;
    private static final int UNLIMITED = 1_000_000;

    @TempDir
    Path directory;

    private final Ledger ledger = new Ledger();
    private final Semaphore batches = new Semaphore(0);

    @Test
    void postsInFlightAreFinishedAndWhatFollowsIsRefused(CapturedOutput output) throws Exception {
        DemoServer demo = demo("demo.ingest.finish-within=30s");
        Buffer<?> ingest = demo.buffer("ingest");
        List<CompletableFuture<Integer>> posters = startPosting(demo);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(demo::close);
        await("the shutdown to begin").until(() -> output.getAll().contains("Commencing graceful shutdown"));
        batches.release(UNLIMITED);
        assertThat(Posters.join(posters))
                .allSatisfy(finished -> assertThat(finished).isPositive());
        assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
        assertBalanced(demo, ingest.stats());
        assertThat(output).doesNotContain("ERROR").doesNotContain("'ingest' was closed");
    }

    /* The last batch is blocked after the buffer is drained, and the closing thread waits for it. */
    @Test
    void postsThatCannotCompleteAreAbortedAndKeepAcceptedLines(CapturedOutput output) throws Exception {
        DemoServer demo = demo("demo.ingest.finish-within=500ms");
        Buffer<?> ingest = demo.buffer("ingest");
        List<CompletableFuture<Integer>> posters = startPosting(demo);
        Thread closing = new Thread(demo::close);
        closing.start();
        assertThat(Posters.join(posters)).containsOnly(0);
        batches.release();
        assertThat(ingest.awaitDrained(Duration.ofSeconds(30))).isTrue();
        await("the closing thread to wait for the last batch").until(() -> isIn(BufferLifecycle.class, closing));
        batches.release(UNLIMITED);
        closing.join();
        assertBalanced(demo, ingest.stats());
        assertThat(output).doesNotContain("ERROR").doesNotContain("'ingest' was closed");
    }

    private static boolean isIn(Class<?> type, Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(type.getName()));
    }

    private DemoServer demo(String property) {
        return new DemoServer(
                directory,
                FaultyStore.with(lines -> batches.acquireUninterruptibly()),
                "buffers.instances.ingest.capacity=8",
                "demo.ingest.max-wait=30s",
                property);
    }

    /** Starts posters and waits until each of them waits for room. */
    private List<CompletableFuture<Integer>> startPosting(DemoServer demo) {
        int port = demo.port();
        List<CompletableFuture<Integer>> posters = Posters.parallel(POSTERS, () -> postUntilRefused(port));
        await("all posts to wait for room")
                .until(() -> demo.buffer("ingest").stats().writersWaiting() == POSTERS);
        return posters;
    }

    /** Posts until the server no longer responds, and returns the number of completely accepted posts. */
    private int postUntilRefused(int port) {
        for (int finished = 0; ; ) {
            String mark = ledger.newMark();
            String answer = answer(port, Ledger.text(mark, LINES));
            if (answer.isEmpty()) {
                return finished;
            }
            int accepted = ledger.book(mark, answer);
            if (answer.startsWith("HTTP/1.1 202")) {
                assertThat(accepted).isEqualTo(LINES);
                finished++;
            } else {
                assertThat(answer)
                        .startsWith("HTTP/1.1 503")
                        .contains("Retry-After", "The application is shutting down");
            }
        }
    }

    /* A post without a response counts as not accepted: any of its lines in the database fails the test. */
    private static String answer(int port, String text) {
        try (RawPost post = new RawPost(port, text.length())) {
            post.send(text);
            return post.answer();
        } catch (IOException e) {
            return "";
        }
    }

    private void assertBalanced(DemoServer demo, BufferStats ingest) {
        assertThat(ingest.written()).isEqualTo(ledger.accepted());
        assertThat(ingest.read()).isEqualTo(ledger.accepted());
        assertThat(ingest.droppedOnClose()).isZero();
        ledger.assertStored(demo.storedLines(), 0);
    }
}
