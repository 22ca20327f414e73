package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.StreamingBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Active readers, stalled buffers, and buffers in the wrong order, as reported by the monitor. */
@ExtendWith(OutputCaptureExtension.class)
class BufferMonitorTest {

    private final EndOrder order = new EndOrder(List.of("rows", "orders"), List::of);
    private final BufferMonitor monitor = new BufferMonitor(new BufferRegistry(List.of()), order);
    private final List<Thread> threads = new ArrayList<>();

    private <B extends StreamingBuffer> B add(String name, B buffer, Duration stalledAfter) {
        BufferEntry entry = new BufferEntry(
                name, buffer, null, Map.of(), 100, new EndOptions(false, null, List.of(), stalledAfter));
        order.bufferAdded(entry);
        monitor.bufferAdded(entry);
        return buffer;
    }

    private Thread start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        return thread;
    }

    @AfterEach
    void end() {
        threads.forEach(Thread::interrupt);
        monitor.close();
    }

    @Test
    void aListenerThatThrowsDoesNotEndTheChecks() {
        add("orders", new BlockBuffer<>(4), Duration.ZERO);
        add("rows", new BlockBuffer<>(4), Duration.ZERO);
        List<String> inspected = new ArrayList<>();
        monitor.addInspectionListener((entry, inspection) -> {
            inspected.add(entry.name());
            throw new AssertionError("thrown by the listener");
        });
        monitor.look();
        monitor.look();
        assertThat(inspected).hasSize(4).contains("orders", "rows");
    }

    @Test
    void aReaderThatWaitsIsAtWork() {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(4), Duration.ZERO);
        assertThat(monitor.readersAtWork("orders")).isZero();
        start(orders::next);
        start(orders::next);
        await("two active readers").until(() -> monitor.readersAtWork("orders") == 2);
        assertThat(monitor.readersAtWork("unknown")).isZero();
    }

    @Test
    void aReaderIsAtWorkForAWhileAfterItHasReadAndAslongAsItLives() throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(4), Duration.ofHours(1));
        BlockBuffer<Integer> rows = add("rows", new BlockBuffer<>(4), Duration.ZERO);
        orders.add(1);
        rows.add(1);
        CountDownLatch read = new CountDownLatch(1);
        Thread reader = start(() -> {
            orders.next();
            rows.next();
            read.countDown();
            new CountDownLatch(1).await();
        });
        read.await();
        assertThat(monitor.readersAtWork("orders")).isEqualTo(1);
        await("no active reader of 'rows'").until(() -> monitor.readersAtWork("rows") == 0);
        reader.interrupt();
        reader.join();
        assertThat(monitor.readersAtWork("orders")).isZero();
    }

    @Test
    void aForEachIsAtWorkHoweverLongItTakesAndGoneWhenItHasThrown() throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(4), Duration.ZERO);
        orders.add(1);
        CountDownLatch handled = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        start(() -> {
            try {
                orders.forEach(order -> {
                    try {
                        handled.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new IllegalStateException("on purpose");
                });
            } catch (IllegalStateException e) {
                gone.countDown();
                new CountDownLatch(1).await();
            }
        });
        await("the element to be read").until(() -> orders.size() == 0);
        assertThat(monitor.readersAtWork("orders")).isEqualTo(1);
        assertThat(monitor.readersAtWork("orders")).isEqualTo(1);
        handled.countDown();
        gone.await();
        assertThat(monitor.readersAtWork("orders")).isZero();
    }

    @Test
    void aStalledBufferIsReportedOnceAndAgainWhenItRecovers(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(4), Duration.ZERO);
        monitor.look();
        assertThat(output).doesNotContain("stalled");
        orders.add(1);
        monitor.look();
        monitor.look();
        assertThat(output).containsOnlyOnce("Buffer 'orders' is stalled: it holds 1 elements");
        assertThat(orders.poll()).isEqualTo(1);
        monitor.look();
        assertThat(output).containsOnlyOnce("Buffer 'orders' is no longer stalled");
    }

    @Test
    void aStalledBufferOfBytesIsReportedWithItsBytes(CapturedOutput output) throws Exception {
        BytesBuffer export = add("export", BytesBuffer.block(64), Duration.ZERO);
        export.write(new byte[40], 0, 40);
        monitor.look();
        assertThat(output).containsOnlyOnce("Buffer 'export' is stalled: it holds 40 bytes, and no thread");
    }

    @Test
    void shortThreadsThatReadAreNoFalseAlarm(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(4), Duration.ofHours(1));
        orders.write(new Integer[] {1, 2, 3});
        start(orders::next).join();
        monitor.look();
        start(orders::next).join();
        monitor.look();
        assertThat(output).doesNotContain("stalled");
    }

    @Test
    void aRingForSnapshotsIsNotStalled(CapturedOutput output) throws Exception {
        RingBuffer<Integer> latest = add("latest", new RingBuffer<>(4), Duration.ZERO);
        latest.add(1);
        monitor.look();
        assertThat(output).doesNotContain("stalled");
        latest.next();
        latest.add(2);
        await("the stalled buffer to be reported").untilAsserted(() -> {
            monitor.look();
            assertThat(output).contains("Buffer 'latest' is stalled");
        });
    }

    @Test
    void aStageWhoseTargetEndsBeforeItsSourceIsReportedOnce(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(4), Duration.ofHours(1));
        BlockBuffer<Integer> rows = add("rows", new BlockBuffer<>(4), Duration.ofHours(1));
        Thread parse = start(() -> {
            orders.forEach(rows::offer);
        });
        parse.setName("parse");
        for (int i = 0; i < 3; i++) {
            monitor.look();
            orders.add(i);
            assertThat(rows.next()).isEqualTo(i);
        }
        monitor.look();
        assertThat(output)
                .containsOnlyOnce(
                        "Thread 'parse' reads from buffer 'orders' and writes to buffer 'rows', which would end"
                                + " first. Set buffers.instances.rows.after=orders");
    }

    @Test
    void theMonitorLooksByItself(CapturedOutput output) throws Exception {
        BlockBuffer<Integer> orders = add("orders", new BlockBuffer<>(4), Duration.ZERO);
        orders.add(1);
        monitor.start();
        await("the stalled buffer to be reported")
                .untilAsserted(() -> assertThat(output).contains("Buffer 'orders' is stalled"));
    }

    interface Body {
        void run() throws InterruptedException;
    }
}
