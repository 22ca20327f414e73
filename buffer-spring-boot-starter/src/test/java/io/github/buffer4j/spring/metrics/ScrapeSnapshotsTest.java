package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.SharedStats;
import java.lang.Thread.State;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ScrapeSnapshotsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Executor NEW_THREAD = task -> new Thread(task).start();

    private final Buffer<String> buffer = new GrowableBuffer<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final ScrapeSnapshots shared =
            new ScrapeSnapshots("shared", BufferSnapshot.of(buffer, new SharedStats()), new SharedStats(), now::get);
    private final ToDoubleFunction<StreamingBuffer> size =
            shared.value(snapshot -> snapshot.stats().size());
    private final ToDoubleFunction<StreamingBuffer> written =
            shared.value(snapshot -> snapshot.stats().written());

    @Test
    void valuesThatAThreadReadsTogetherAreOfOneSnapshot() {
        assertThat(size.applyAsDouble(buffer)).isZero();
        buffer.offer("a");
        assertThat(written.applyAsDouble(buffer)).isZero();
    }

    @Test
    void aValueThatIsReadAgainIsOfANewSnapshotAndSoAreTheOthers() {
        ToDoubleFunction<StreamingBuffer> third =
                shared.value(snapshot -> snapshot.stats().written());
        assertThat(size.applyAsDouble(buffer)).isZero();
        buffer.offer("a");
        assertThat(size.applyAsDouble(buffer)).isEqualTo(1);
        buffer.offer("b");
        assertThat(written.applyAsDouble(buffer)).isEqualTo(1);
        assertThat(written.applyAsDouble(buffer)).isEqualTo(2);
        assertThat(third.applyAsDouble(buffer)).isEqualTo(2);
    }

    @Test
    void aValueThatIsReadLateIsOfANewSnapshot() {
        ToDoubleFunction<StreamingBuffer> third =
                shared.value(snapshot -> snapshot.stats().written());
        assertThat(size.applyAsDouble(buffer)).isZero();
        buffer.offer("a");
        now.addAndGet(ScrapeSnapshots.MAX_AGE.toNanos());
        assertThat(written.applyAsDouble(buffer)).isZero();
        now.incrementAndGet();
        assertThat(third.applyAsDouble(buffer)).isEqualTo(1);
    }

    @Test
    void eachThreadHasItsOwnSnapshot() {
        assertThat(size.applyAsDouble(buffer)).isZero();
        buffer.offer("a");
        assertThat(elsewhere(size)).isEqualTo(1);
        assertThat(written.applyAsDouble(buffer)).isZero();
        assertThat(elsewhere(written)).isEqualTo(1);
    }

    @Test
    void aSnapshotGoesWithItsLastValue() {
        assertThat(size.applyAsDouble(buffer)).isZero();
        assertThat(shared.kept()).isEqualTo(1);
        assertThat(written.applyAsDouble(buffer)).isZero();
        assertThat(shared.kept()).isZero();
    }

    @Test
    void snapshotsOfTerminatedThreadsAreRemoved() {
        for (int i = 0; i < 5; i++) {
            elsewhere(size);
        }
        assertThat(shared.kept()).isEqualTo(5);
        now.addAndGet(ScrapeSnapshots.MAX_AGE.toNanos() + 1);
        elsewhere(size);
        assertThat(shared.kept()).isEqualTo(1);
    }

    @Test
    void snapshotsAreBoundedHoweverManyThreadsReadAtOnce() {
        for (int i = 0; i < ScrapeSnapshots.MAX_SNAPSHOTS + 20; i++) {
            elsewhere(size);
        }
        assertThat(shared.kept()).isEqualTo(ScrapeSnapshots.MAX_SNAPSHOTS);
        buffer.offer("a");
        assertThat(elsewhere(size)).isEqualTo(1);
        assertThat(shared.kept()).isEqualTo(ScrapeSnapshots.MAX_SNAPSHOTS);
    }

    @Test
    void thereAreNoMoreValuesThanBits() {
        for (int i = 2; i < Long.SIZE; i++) {
            shared.value(snapshot -> 0);
        }
        assertThatIllegalStateException().isThrownBy(() -> shared.value(snapshot -> 0));
    }

    /* A meter that stores a total in a field may return what another thread has stored there. */
    @Test
    void aTotalIsReadByOneThreadAtATime() {
        ToDoubleFunction<StreamingBuffer> total =
                shared.total(snapshot -> snapshot.stats().written());
        assertThat(total.applyAsDouble(buffer)).isZero();
        buffer.offer("a");
        FutureTask<Double> elsewhere = new FutureTask<>(() -> total.applyAsDouble(buffer));
        Thread thread = new Thread(elsewhere);
        thread.start();
        await("the other thread to wait").until(thread::getState, State.TIMED_WAITING::equals);
        assertThat(elsewhere(size)).as("a value that is no total").isEqualTo(1);
        assertThat(size.applyAsDouble(buffer)).isZero();
        assertThat(elsewhere).succeedsWithin(TIMEOUT).isEqualTo(1.0);
    }

    @Test
    void aThreadThatReadsOneTotalOnlyDelaysOthersForALimitedTime() {
        ToDoubleFunction<StreamingBuffer> total =
                shared.total(snapshot -> snapshot.stats().written());
        assertThat(total.applyAsDouble(buffer)).isZero();
        FutureTask<Double> elsewhere = new FutureTask<>(() -> total.applyAsDouble(buffer));
        Thread thread = new Thread(elsewhere);
        thread.start();
        await("the other thread to wait").until(thread::getState, State.TIMED_WAITING::equals);
        now.addAndGet(ScrapeSnapshots.MAX_WAIT.toNanos());
        assertThat(elsewhere).succeedsWithin(TIMEOUT).isEqualTo(0.0);
    }

    @Test
    void anInterruptedThreadDoesNotWaitForATotal() {
        ToDoubleFunction<StreamingBuffer> total =
                shared.total(snapshot -> snapshot.stats().written());
        assertThat(total.applyAsDouble(buffer)).isZero();
        FutureTask<Boolean> elsewhere = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            return total.applyAsDouble(buffer) == 0 && Thread.interrupted();
        });
        new Thread(elsewhere).start();
        assertThat(elsewhere).succeedsWithin(TIMEOUT).isEqualTo(true);
    }

    @Test
    void theLastSnapshotStandsWhileTheBufferFails(CapturedOutput output) {
        AtomicBoolean broken = new AtomicBoolean();
        Buffer<?> proxy = (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (self, method, arguments) -> {
                    if (broken.get()) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    return method.invoke(buffer, arguments);
                });
        buffer.offer("a");
        assertThat(size.applyAsDouble(proxy)).isEqualTo(1);
        broken.set(true);
        buffer.offer("b");
        assertThat(size.applyAsDouble(proxy)).isEqualTo(1);
        assertThat(size.applyAsDouble(proxy)).isEqualTo(1);
        broken.set(false);
        assertThat(size.applyAsDouble(proxy)).isEqualTo(2);
        assertThat(output.toString().lines().filter(line -> line.contains("'shared'")))
                .singleElement()
                .asString()
                .contains("broken on purpose");
    }

    private double elsewhere(ToDoubleFunction<StreamingBuffer> value) {
        return CompletableFuture.supplyAsync(() -> value.applyAsDouble(buffer), NEW_THREAD)
                .join();
    }
}
