package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.RingBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The end of buffers at shutdown: pipelines, elements being processed, terminated readers, and the log. */
@ExtendWith(OutputCaptureExtension.class)
class OrderlyEndTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final BufferRegistry registry = new BufferRegistry(List.of());
    private final List<Thread> threads = new ArrayList<>();
    private final List<Object> stored = new CopyOnWriteArrayList<>();

    private <B extends Buffer<Integer>> B add(String name, B buffer, EndOptions options) {
        registry.register(new BufferEntry(name, buffer, null, Map.of(), 1_000_000, options));
        return buffer;
    }

    private static EndOptions options(Duration drainTimeout, String... after) {
        return new EndOptions(false, drainTimeout, List.of(after), Duration.ofSeconds(30));
    }

    private BufferLifecycle lifecycle(String... configured) {
        BufferLifecycle lifecycle = new BufferLifecycle(registry, List.of(configured), LONG);
        lifecycle.start();
        return lifecycle;
    }

    private Thread start(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (InterruptedException | BufferClosedException e) {
                        stored.add(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        return thread;
    }

    private Thread stop(BufferLifecycle lifecycle) {
        return start("stop", lifecycle::stop);
    }

    /* The end polls the buffers: it has begun once its thread sleeps between two observations. */
    private static void awaitBegun(Thread stop) {
        await("the end to have begun").until(() -> stop.getState() == Thread.State.TIMED_WAITING);
    }

    private static void awaitReaders(Buffer<?> buffer, int readers) {
        await("all readers to wait").until(() -> buffer.stats().readersWaiting() == readers);
    }

    @AfterEach
    void interruptAll() {
        threads.forEach(Thread::interrupt);
    }

    @Test
    void anElementInTheHandOfAStageReachesTheNextBuffer() throws Exception {
        BlockBuffer<Integer> rows = add("rows", new BlockBuffer<>(1), options(LONG));
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(1), options(LONG));
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(1);
        start("parse", () -> {
            List<Integer> order = orders.readBatch(1, Duration.ZERO);
            inHand.countDown();
            handled.await();
            rows.add(order.get(0));
            orders.forEach(rows::offer);
        });
        start("store", () -> rows.forEach(stored::add));
        orders.add(1);
        inHand.await();
        Thread stop = stop(lifecycle("rows", "orders"));
        awaitBegun(stop);
        handled.countDown();
        stop.join();
        await("the row to be stored").untilAsserted(() -> assertThat(stored).containsExactly(1));
        assertThat(rows.state()).isEqualTo(BufferState.DRAINED);
    }

    /* The stage passes its element on as soon as the state of its source is looked at, which is closed by then. */
    @Test
    @SuppressWarnings("unchecked")
    void anElementThatIsWrittenBeforeTheEndOfSettledBuffersReachesTheNextBuffer() throws Exception {
        BlockBuffer<Integer> orders = new BlockBuffer<>(1);
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch lookedAt = new CountDownLatch(1);
        Buffer<Integer> lateOrders = mock(Buffer.class, delegatesTo(orders));
        doAnswer(call -> {
                    orders.add(1);
                    inHand.await();
                    doAnswer(look -> {
                                lookedAt.countDown();
                                return orders.stats();
                            })
                            .when(lateOrders)
                            .stats();
                    return orders.closeWrite();
                })
                .when(lateOrders)
                .closeWrite();
        add("orders", lateOrders, options(LONG));
        BlockBuffer<Integer> rows = add("rows", new BlockBuffer<>(1), options(LONG, "orders"));
        start(
                "parse",
                () -> orders.forEach(order -> {
                    inHand.countDown();
                    awaitUninterruptibly(lookedAt);
                    assertThat(rows.offer(order)).isTrue();
                }));
        start("store", () -> rows.forEach(stored::add));
        awaitReaders(orders, 1);
        awaitReaders(rows, 1);
        lifecycle("orders", "rows").stop();
        await("the row to be stored").untilAsserted(() -> assertThat(stored).containsExactly(1));
        assertThat(rows.stats().rejected()).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBatchInTheHandOfAStageReachesTheNextBuffer() throws Exception {
        BlockBuffer<Integer> rows = add("rows", new BlockBuffer<>(10), options(LONG));
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(1000), options(LONG));
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(1);
        start("parse", () -> {
            for (List<Integer> batch = orders.readBatch(500, Duration.ZERO);
                    !batch.isEmpty();
                    batch = orders.readBatch(500, Duration.ZERO)) {
                inHand.countDown();
                handled.await();
                rows.write(batch.toArray(new Integer[0]));
            }
        });
        start("store", () -> rows.forEach(stored::add));
        orders.write(new Integer[] {0});
        inHand.await();
        for (int i = 1; i <= 500; i++) {
            orders.add(i);
        }
        Thread stop = stop(lifecycle("rows", "orders"));
        awaitBegun(stop);
        handled.countDown();
        stop.join();
        await("all rows to be stored").untilAsserted(() -> assertThat(stored).hasSize(501));
    }

    @Test
    void anElementInHandIsWaitedForAfterItsBufferIsDrained() throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(1), options(LONG));
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(1);
        start(
                "ship",
                () -> orders.forEach(order -> {
                    inHand.countDown();
                    try {
                        handled.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    stored.add(order);
                }));
        orders.add(1);
        inHand.await();
        orders.closeWrite();
        Thread stop = stop(lifecycle("orders"));
        awaitBegun(stop);
        assertThat(stored).isEmpty();
        handled.countDown();
        stop.join();
        assertThat(stored).containsExactly(1);
    }

    @Test
    void aLoopOfBuffersDrains() throws Exception {
        GrowableBuffer<Integer> again = add("again", new GrowableBuffer<>(), options(LONG));
        GrowableBuffer<Integer> orders = add("orders", new GrowableBuffer<>(), options(LONG));
        start(
                "ship",
                () -> orders.forEach(
                        n -> assertThat(n > 0 ? again.offer(n) : stored.add(n)).isTrue()));
        start("retry", () -> again.forEach(n -> assertThat(orders.offer(n - 1)).isTrue()));
        for (int i = 0; i < 100; i++) {
            orders.add(100);
        }
        BufferLifecycle lifecycle = lifecycle("again", "orders");
        lifecycle.stop();
        assertThat(orders.stats().written()).isEqualTo(100 * 101);
        assertThat(stored).hasSize(100).containsOnly(0);
    }

    @Test
    void whereTheBuffersDoNotSettleTheyEndInTheOrderOfTheirElements(CapturedOutput output) throws Exception {
        GrowableBuffer<Integer> rows = add("rows", new GrowableBuffer<>(), options(LONG, "orders"));
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(10), options(LONG));
        List<Integer> accepted = new CopyOnWriteArrayList<>();
        Thread firehose = start("firehose", () -> {
            for (int i = 0; ; i++) {
                orders.add(i);
                accepted.add(i);
            }
        });
        start("parse", () -> orders.forEach(rows::offer));
        start("store", () -> rows.forEach(stored::add));
        awaitReaders(rows, 1);
        lifecycle("rows", "orders").stop();
        firehose.join();
        stored.removeIf(BufferClosedException.class::isInstance);
        assertThat(stored).containsExactlyElementsOf(accepted);
        assertThat(output)
                .contains(
                        "Buffer 'orders' was closed with 1 elements rejected after its end. Stop thread 'firehose' in a"
                                + " phase above BufferLifecycle.PHASE")
                .doesNotContain("unread");
    }

    @Test
    void aStageThatWritesToABufferThatEndedFirstIsNamedWithASolution(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> rows = add("rows", new BlockBuffer<>(1), options(Duration.ZERO));
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        CountDownLatch inHand = new CountDownLatch(1);
        start(
                "parse",
                () -> orders.forEach(order -> {
                    inHand.countDown();
                    await("the target to have ended").until(() -> rows.state().isTerminal());
                    assertThat(rows.offer(order)).isFalse();
                }));
        orders.write(new Integer[] {1, 2});
        inHand.await();
        lifecycle("rows", "orders").stop();
        assertThat(output)
                .contains("Buffer 'rows' was closed with 2 elements rejected after its end. Thread 'parse' reads from"
                        + " 'orders': set buffers.instances.rows.after=orders")
                .doesNotContain("Buffer 'orders'");
    }

    @Test
    void aReaderThatWritesBackAfterTheEndIsAdvisedToUseDeadLetters(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(1);
        start(
                "retry",
                () -> orders.forEach(order -> {
                    inHand.countDown();
                    await("the element to be released").until(() -> handled.getCount() == 0);
                    assertThat(orders.offer(order)).isFalse();
                }));
        orders.add(1);
        inHand.await();
        orders.closeWrite();
        Thread stop = stop(lifecycle("orders"));
        awaitBegun(stop);
        handled.countDown();
        stop.join();
        assertThat(output).contains("Thread 'retry' also reads from it: write such elements to a dead letter buffer");
    }

    @Test
    void aReaderThatIsGoneIsNotWaitedFor(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        orders.write(new Integer[] {1, 2, 3});
        start("ship", () -> orders.next()).join();
        lifecycle("orders").stop();
        assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
        assertThat(output).contains("Buffer 'orders' was closed with 2 elements left unread");
    }

    @Test
    void aThreadOfAPoolThatHasLeftItsLoopIsGone(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        orders.write(new Integer[] {1, 2, 3});
        CountDownLatch left = new CountDownLatch(1);
        start("pool", () -> {
            try {
                orders.forEach(order -> {
                    throw new IllegalStateException("on purpose");
                });
            } catch (IllegalStateException e) {
                left.countDown();
                new CountDownLatch(1).await();
            }
        });
        left.await();
        lifecycle("orders").stop();
        assertThat(output).contains("Buffer 'orders' was closed with 2 elements left unread");
    }

    @Test
    void aBufferThatNobodyHasReadYetIsWaitedForAsLongAsItsDrainTimeout() throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        orders.write(new Integer[] {1, 2, 3});
        Thread stop = stop(lifecycle("orders"));
        await("the buffer to be draining").until(() -> orders.state() == BufferState.DRAINING);
        start("ship", () -> orders.forEach(stored::add));
        stop.join();
        assertThat(stored).containsExactly(1, 2, 3);
    }

    @Test
    void aRingThatNobodyReadsIsNotWaitedForAndNoWarning(CapturedOutput output) throws Exception {
        RingBuffer<Integer> latest = add("latest", new RingBuffer<>(9), options(LONG));
        latest.add(1);
        lifecycle("latest").stop();
        assertThat(output)
                .contains("Buffer 'latest' was closed with 1 elements left unread")
                .doesNotContain("WARN");
    }

    @Test
    void aReaderThatHangsIsNamedWhenItsTimeIsUp(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(Duration.ofMillis(50)));
        BlockBuffer<Integer> healthy = add("healthy", new BlockBuffer<>(9), options(LONG));
        orders.write(new Integer[] {1, 2});
        CountDownLatch never = new CountDownLatch(1);
        start(
                "hung",
                () -> orders.forEach(order -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        await("one element to be left").until(() -> orders.size() == 1);
        healthy.write(new Integer[] {1, 2, 3});
        start("store", () -> healthy.forEach(stored::add));
        lifecycle("orders", "healthy").stop();
        assertThat(stored).containsExactly(1, 2, 3);
        assertThat(output)
                .contains("Buffer 'orders' was closed with 1 elements left unread,"
                        + " and 1 elements still being processed by hung")
                .doesNotContain("'healthy'");
    }

    @Test
    void theWholeStopIsBounded() throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        orders.write(new Integer[] {1, 2});
        start("hung", () -> {
            orders.next();
            new CountDownLatch(1).await();
        });
        await("one element to be left").until(() -> orders.size() == 1);
        new BufferLifecycle(registry, List.of(), Duration.ofMillis(50)).stop();
        assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
    }

    @Test
    void timesMayBeLongerThanALongOfNanoseconds(CapturedOutput output) throws Exception {
        Duration centuries = Duration.ofDays(200_000);
        EndOptions options = new EndOptions(false, centuries, List.of(), centuries);
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options);
        orders.add(1);
        start("ship", () -> orders.forEach(stored::add));
        BufferLifecycle lifecycle = new BufferLifecycle(registry, List.of(), centuries);
        lifecycle.start();
        lifecycle.stop();
        assertThat(stored).containsExactly(1);
        assertThat(orders.state()).isEqualTo(BufferState.DRAINED);
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void anInterruptOfTheStopClosesTheBuffersAtOnce() throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        orders.write(new Integer[] {1, 2});
        start("hung", () -> {
            orders.next();
            new CountDownLatch(1).await();
        });
        await("one element to be left").until(() -> orders.size() == 1);
        Thread stop = stop(lifecycle("orders"));
        awaitBegun(stop);
        stop.interrupt();
        stop.join();
        assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
    }

    @Test
    void aThreadThatStopsTheApplicationIsNoReaderToWaitFor() throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        orders.write(new Integer[] {1, 2});
        assertThat(orders.next()).isEqualTo(1);
        lifecycle("orders").stop();
        assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
    }

    @Test
    void aBufferThatEndsEarlyRefusesWritersBeforeTheOthersEnd() throws Exception {
        EndOptions early = new EndOptions(true, null, List.of(), Duration.ofSeconds(30));
        BlockBuffer<Integer> events = add("events", new BlockBuffer<>(9), early);
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(9), options(LONG));
        EarlyBufferLifecycle lifecycle = new EarlyBufferLifecycle(registry);
        lifecycle.start();
        lifecycle.stop();
        assertThat(events.state()).isEqualTo(BufferState.DRAINED);
        assertThat(events.offer(1)).isFalse();
        assertThat(orders.state()).isEqualTo(BufferState.OPEN);
        assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE);
        assertThat(lifecycle.isPauseable()).isFalse();
    }

    interface Body {
        void run() throws InterruptedException;
    }
}
