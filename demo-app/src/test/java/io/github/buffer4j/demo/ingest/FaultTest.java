package io.github.buffer4j.demo.ingest;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import io.github.buffer4j.demo.DemoTest;
import io.github.buffer4j.demo.Ledger;
import io.github.buffer4j.demo.Posters;
import io.github.buffer4j.spring.listener.BufferListeners;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Under all faults, each accepted line is either stored once, or dropped and counted. */
@ExtendWith(OutputCaptureExtension.class)
class FaultTest {

    private static final String SMALL = "buffers.instances.ingest.capacity=8";
    /* More than fit into a batch and the small buffer, so that a post cannot complete while batches are blocked. */
    private static final int LONG_POST = 600;
    private static final int UNLIMITED = 1_000_000;

    @TempDir
    Path directory;

    private final Ledger ledger = new Ledger();

    @Test
    void manyPostsThroughASmallBufferAreStoredWholeAndInOrder(CapturedOutput output) throws Exception {
        Semaphore batches = new Semaphore(0);
        try (DemoServer demo = slow(batches, "demo.ingest.max-wait=30s")) {
            DemoClient client = new DemoClient(demo.port());
            List<CompletableFuture<Integer>> posts = Posters.parallel(64, () -> {
                String mark = ledger.newMark();
                HttpResponse<String> response = client.post(Ledger.text(mark, LONG_POST));
                assertThat(response.statusCode()).isEqualTo(202);
                return ledger.book(mark, response.body());
            });
            awaitWriters(client, posts.size());
            batches.release(UNLIMITED);
            assertThat(Posters.join(posts)).containsOnly(LONG_POST);
            ledger.assertBalanced(demo);
        }
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void aSlowListenerCausesRejectionsThatKeepAcceptedLines(CapturedOutput output) throws Exception {
        Semaphore batches = new Semaphore(0);
        try (DemoServer demo = slow(batches, "demo.ingest.max-wait=100ms")) {
            DemoClient client = new DemoClient(demo.port());
            AtomicInteger refused = new AtomicInteger();
            Posters.join(Posters.parallel(8, () -> {
                for (int i = 0; i < 10; i++) {
                    if (!taken(client, 100)) {
                        refused.incrementAndGet();
                        batches.release();
                    }
                }
                return true;
            }));
            assertThat(refused).hasPositiveValue();
            batches.release(UNLIMITED);
            demo.buffers().awaitDrained("ingest");
            assertThat(taken(client, 8)).isTrue();
            assertThat(Ledger.describe(client).get("rejected").asInt()).isEqualTo(refused.get());
            ledger.assertBalanced(demo);
        }
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void aLineThatFailsUnexpectedlyIsTheOnlyOneOfItsBatchThatIsLost(CapturedOutput output) throws Exception {
        try (DemoServer demo = new DemoServer(
                directory,
                FaultyStore.with(lines -> {
                    if (lines.stream().anyMatch(line -> line.endsWith(":300"))) {
                        throw new IllegalStateException("odd");
                    }
                }),
                "buffers.instances.ingest.capacity=100")) {
            DemoClient client = new DemoClient(demo.port());
            assertThat(Posters.join(Posters.parallel(8, () -> taken(client, LONG_POST))))
                    .containsOnly(true);
            assertThat(ledger.accepted()).isEqualTo(8 * LONG_POST);
            ledger.assertBalanced(demo, 0, 8);
            assertThat(demo.storedLines()).noneMatch(line -> line.endsWith(":300"));
        }
        assertThat(LostLines.countedIn(output)).isEqualTo(8);
    }

    @Test
    void anErrorStopsTheListenerWithoutALossUntilItIsStartedAgain(CapturedOutput output) throws Exception {
        AtomicInteger batches = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        DemoServer demo = new DemoServer(
                directory,
                FaultyStore.with(lines -> {
                    if (batches.incrementAndGet() == 3) {
                        failed.set(lines.size());
                        throw new StackOverflowError("odd");
                    }
                }),
                "buffers.instances.ingest.capacity=100",
                "demo.ingest.max-wait=30s");
        DemoClient client = new DemoClient(demo.port());
        List<CompletableFuture<Boolean>> posts = Posters.parallel(8, () -> taken(client, LONG_POST));
        await("the listener to fail").until(() -> stateOfListener(client).equals("FAILED"));
        // A post that was early is through with the first two batches if the others come late.
        await("the posts to wait for room, or to be through")
                .until(() -> waitingWriters(client)
                        >= posts.stream().filter(post -> !post.isDone()).count());
        // The batch goes back to what the writers have written since it was taken.
        assertThat(Ledger.describe(client).get("size").asInt()).isBetween(failed.get(), 100 + failed.get());
        Objects.requireNonNull(demo.bean(BufferListeners.class).get("store")).start();
        assertThat(Posters.join(posts)).containsOnly(true);
        assertThat(ledger.accepted()).isEqualTo(8 * LONG_POST);
        demo.close();
        ledger.assertStored(demo.storedLines(), 0);
        assertThat(output).contains("Listener 'store' has stopped because of a failure");
        assertThat(LostLines.countedIn(output)).isZero();
    }

    @Test
    void aTemporaryOutageOfTheDatabaseLosesNothing(CapturedOutput output) throws Exception {
        Outage outage = new Outage();
        try (DemoServer demo = new DemoServer(
                directory,
                context -> context.getBeanFactory().addBeanPostProcessor(outage),
                "buffers.instances.ingest.capacity=100",
                "demo.ingest.max-wait=1s")) {
            DemoClient client = new DemoClient(demo.port());
            assertThat(taken(client, LONG_POST)).isTrue();
            outage.begin();
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Integer>> refusals = Posters.parallel(4, () -> {
                int refused = 0;
                while (!over.get()) {
                    refused += taken(client, LONG_POST) ? 0 : 1;
                }
                return refused;
            });
            await("five attempts to connect").atMost(Duration.ofSeconds(30)).until(() -> outage.refusals() >= 5);
            outage.end();
            await("a post to be accepted again").until(() -> taken(client, 1));
            over.set(true);
            assertThat(Posters.join(refusals))
                    .allSatisfy(refused -> assertThat(refused).isPositive());
            ledger.assertBalanced(demo);
        }
        assertThat(output).contains("The database rejected");
        assertThat(LostLines.countedIn(output)).isZero();
    }

    @Test
    void aShutdownDuringAnOutageCountsWhatIsLost(CapturedOutput output) throws Exception {
        Outage outage = new Outage();
        DemoServer demo =
                new DemoServer(directory, context -> context.getBeanFactory().addBeanPostProcessor(outage));
        DemoClient client = new DemoClient(demo.port());
        assertThat(taken(client, LONG_POST)).isTrue();
        demo.buffers().awaitDrained("ingest");
        outage.begin();
        assertThat(taken(client, 2 * LONG_POST)).isTrue();
        await("an attempt to connect").until(() -> outage.refusals() > 0);
        assertThat(CompletableFuture.runAsync(demo::close)).succeedsWithin(Duration.ofSeconds(30));
        ledger.assertStored(demo.storedLines(), LostLines.countedIn(output));
        assertThat(demo.storedLines()).hasSize(LONG_POST);
    }

    @Test
    void aListenerThatIsPausedMakesPostsWaitAndStoresAllLinesWhenItIsResumed(CapturedOutput output) throws Exception {
        try (DemoServer demo = new DemoServer(
                directory,
                "buffers.instances.ingest.capacity=100",
                "demo.ingest.max-wait=1s",
                "demo.operator.password=" + DemoTest.PASSWORD)) {
            DemoClient client = new DemoClient(demo.port());
            assertThat(taken(client, LONG_POST)).isTrue();
            operate(client, paused(client, true));
            await("the listener to be paused")
                    .until(() -> stateOfListener(client).equals("PAUSED"));
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Integer>> refusals = Posters.parallel(4, () -> {
                int refused = 0;
                while (!over.get()) {
                    refused += taken(client, LONG_POST) ? 0 : 1;
                }
                return refused;
            });
            awaitWriters(client, 1);
            await("a post to be refused")
                    .until(() -> Ledger.describe(client).get("rejected").asInt() > 0);
            JsonNode ingest = Ledger.describe(client);
            assertThat(ingest.get("size").asInt()).isEqualTo(100);
            assertThat(ingest.at("/listeners/0/id").asString()).isEqualTo("store");
            assertThat(ingest.at("/listeners/0/state").asString()).isEqualTo("PAUSED");
            assertThat(ingest.at("/listeners/0/inFlight").asInt()).isZero();
            over.set(true);
            assertThat(Posters.join(refusals))
                    .allSatisfy(refused -> assertThat(refused).isPositive());
            operate(client, paused(client, false));
            await("the listener to run again")
                    .until(() -> stateOfListener(client).equals("RUNNING"));
            await("a post to be accepted again").until(() -> taken(client, 1));
            ledger.assertBalanced(demo);
        }
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void resetAndResizeUnderLoadCountWhatTheyDrop(CapturedOutput output) throws Exception {
        Semaphore batches = new Semaphore(0);
        long discarded = 0;
        try (DemoServer demo = slow(batches, "demo.operator.password=" + DemoTest.PASSWORD)) {
            DemoClient client = new DemoClient(demo.port());
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Integer>> posts = Posters.parallel(8, () -> {
                int count = 0;
                for (; !over.get(); count++) {
                    taken(client, 100);
                }
                return count;
            });
            for (int round = 0; round < 10; round++) {
                awaitWriters(client, 1);
                JsonNode reset = operate(client, asOperator(client).DELETE());
                discarded += reset.get("discarded").asInt();
                int capacity = round % 2 == 0 ? 200 : 5;
                JsonNode resized = operate(
                        client,
                        asOperator(client)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"capacity\":" + capacity + "}")));
                assertThat(resized.get("capacity").asInt()).isEqualTo(capacity);
                batches.release();
            }
            over.set(true);
            batches.release(UNLIMITED);
            assertThat(Posters.join(posts))
                    .allSatisfy(count -> assertThat(count).isPositive());
            assertThat(discarded).isPositive();
            ledger.assertBalanced(demo, discarded, 0);
        }
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void badLinesAmongParallelPostsRefuseOnlyTheirOwn(CapturedOutput output) throws Exception {
        Semaphore batches = new Semaphore(0);
        try (DemoServer demo = slow(batches, "demo.ingest.max-wait=30s")) {
            DemoClient client = new DemoClient(demo.port());
            List<CompletableFuture<Integer>> bad = Stream.of(
                            badPost(client, "is longer than 100000 characters", "x".repeat(1_000_000)),
                            badPost(client, "is not UTF-8", "\u00ff"))
                    .flatMap(post -> Posters.parallel(2, post).stream())
                    .toList();
            List<CompletableFuture<Boolean>> good = Posters.parallel(12, () -> taken(client, LONG_POST));
            awaitWriters(client, good.size() + bad.size());
            batches.release(UNLIMITED);
            assertThat(Posters.join(good)).containsOnly(true);
            assertThat(Posters.join(bad)).containsOnly(LONG_POST);
            assertThat(ledger.accepted()).isEqualTo((long) LONG_POST * (good.size() + bad.size()));
            ledger.assertBalanced(demo);
        }
        assertThat(output).doesNotContain("ERROR");
    }

    /** Returns a demo with a small buffer, in which each batch acquires a permit. */
    private DemoServer slow(Semaphore batches, String property) {
        return new DemoServer(directory, FaultyStore.with(lines -> batches.acquireUninterruptibly()), SMALL, property);
    }

    /** Posts lines and returns whether they were accepted; if not, asserts that the response is correct. */
    private boolean taken(DemoClient client, int lines) throws Exception {
        String mark = ledger.newMark();
        HttpResponse<String> response = client.post(Ledger.text(mark, lines));
        int accepted = ledger.book(mark, response.body());
        if (response.statusCode() == 202) {
            assertThat(accepted).isEqualTo(lines);
            return true;
        }
        assertThat(problem(503, response).get("detail").asString()).startsWith("The buffer was full");
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(accepted).isLessThan(lines);
        return false;
    }

    private Callable<Integer> badPost(DemoClient client, String problem, String badLine) {
        return () -> {
            String mark = ledger.newMark();
            byte[] body = (Ledger.text(mark, LONG_POST) + badLine + "\n" + mark + ":" + LONG_POST + "\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            HttpResponse<String> response = client.post("text/plain", BodyPublishers.ofByteArray(body));
            assertThat(problem(400, response).get("detail").asString())
                    .isEqualTo("Line " + (LONG_POST + 1) + " " + problem);
            return ledger.book(mark, response.body());
        };
    }

    private static HttpRequest.Builder asOperator(DemoClient client) {
        return client.request("/actuator/buffers/ingest", "operator", DemoTest.PASSWORD);
    }

    private static HttpRequest.Builder paused(DemoClient client, boolean paused) {
        return asOperator(client)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"listener\":\"store\",\"paused\":" + paused + "}"));
    }

    private static String stateOfListener(DemoClient client) throws Exception {
        return Ledger.describe(client).at("/listeners/0/state").asString();
    }

    private static JsonNode operate(DemoClient client, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return DemoClient.json(response);
    }

    private static void awaitWriters(DemoClient client, int atLeast) {
        await("the posts to wait for room").until(() -> waitingWriters(client) >= atLeast);
    }

    private static int waitingWriters(DemoClient client) throws Exception {
        return Ledger.describe(client).at("/blocked/write/waiting").asInt();
    }
}
