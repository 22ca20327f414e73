package io.github.buffer4j;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A signal just before a call times out is not lost: the call takes the element or slot that it was signalled for. */
class TimeOutTest {

    /**
     * Starts a timed call, applies the change that it waits for, holds the lock until its time has elapsed, and returns
     * its outcome. If the call times out before the change, it is repeated with a longer time-out.
     */
    private static String changedJustInTime(
            AbstractBuffer<?> buffer, Function<Duration, Callable<?>> body, Call.Action change) throws Exception {
        for (Duration timeout = Duration.ofMillis(50); ; timeout = timeout.multipliedBy(2)) {
            long start = System.nanoTime();
            Call<?> call = Call.of(body.apply(timeout));
            await("the call to wait or to end")
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Call.waiting(buffer) == 1 || call.isDone());
            buffer.lock.lock();
            try {
                if (Call.waiting(buffer) == 0) {
                    continue;
                }
                change.run();
                while (System.nanoTime() - start < 2 * timeout.toNanos()) {
                    Thread.onSpinWait();
                }
            } finally {
                buffer.lock.unlock();
            }
            return call.outcome();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPollTakesTheElement(Kind kind) throws Exception {
        AbstractBuffer<String> buffer = kind.create(4);
        assertThat(changedJustInTime(buffer, time -> () -> buffer.poll(time), () -> buffer.add("a")))
                .isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource
    void aBatchTakesTheElement(Kind kind) throws Exception {
        AbstractBuffer<String> buffer = kind.create(4);
        Function<Duration, Callable<?>> readBatch = linger -> () -> {
            buffer.add("a");
            return buffer.readBatch(4, linger);
        };
        assertThat(changedJustInTime(buffer, readBatch, () -> buffer.add("b"))).isEqualTo("[a, b]");
    }

    @Test
    void anOfferTakesTheSlot() throws Exception {
        AbstractBuffer<String> buffer = new BlockBuffer<>(1);
        buffer.add("a");
        assertThat(changedJustInTime(buffer, time -> () -> buffer.offer("b", time), buffer::poll))
                .isEqualTo("true");
        assertThat(buffer.snapshot()).containsExactly("b");
    }

    /*
     * Wakes a waiting thread spuriously, again and again. It is given the time to wait again, or it would time out
     * while it is queued for the lock.
     */
    private static Call<?> disturbed(AbstractBuffer<?> buffer, Callable<?> body) {
        Call<?> call = Call.of(body);
        long begin = System.nanoTime();
        while (!call.isDone()) {
            assertThat(System.nanoTime() - begin).isLessThan(Patience.LIMIT.toNanos());
            buffer.lock.lock();
            try {
                buffer.elementAdded.signalAll();
                buffer.lingering.signalAll();
                buffer.turn.signalAll();
            } finally {
                buffer.lock.unlock();
            }
            while (!call.isDone() && !(call.isParked() && !call.isQueuedFor(buffer))) {
                Thread.onSpinWait();
            }
        }
        return call;
    }

    @Test
    void spuriousWakeUpsNeitherShortenNorExtendATimeOut() throws Exception {
        Duration time = Duration.ofMillis(500);
        AbstractBuffer<String> empty = new BlockBuffer<>(1);
        AbstractBuffer<String> full = new BlockBuffer<>(1);
        full.add("a");
        AbstractBuffer<String> lingered = new BlockBuffer<>(4);
        lingered.add("a");
        Map<AbstractBuffer<String>, Callable<?>> calls = new LinkedHashMap<>();
        calls.put(empty, () -> empty.poll(time) == null);
        calls.put(full, () -> !full.offer("b", time));
        calls.put(lingered, () -> lingered.readBatch(4, time).size() == 1);
        for (Map.Entry<AbstractBuffer<String>, Callable<?>> entry : calls.entrySet()) {
            long begin = System.nanoTime();
            Call<?> call = disturbed(entry.getKey(), entry.getValue());
            long elapsed = System.nanoTime() - begin;
            assertThat(call.outcome()).isEqualTo("true");
            assertThat(elapsed).isGreaterThanOrEqualTo(time.toNanos());
        }
    }

    /** A thread that timed out leaves nothing behind, neither in the queue nor in the count of signalled threads. */
    @Test
    void manyTimeOutsLeaveNothingBehind() throws Exception {
        AbstractBuffer<String> empty = new BlockBuffer<>(4);
        AbstractBuffer<String> full = new BlockBuffer<>(1);
        full.add("a");
        empty.poll(Duration.ofNanos(1));
        full.offer("b", Duration.ofNanos(1));
        empty.add("a");
        empty.readBatch(2, Duration.ofNanos(1));
        long before = Footprint.of(empty) + Footprint.of(full);
        for (int i = 0; i < 20_000; i++) {
            assertThat(empty.poll(Duration.ofNanos(1))).isNull();
            assertThat(full.offer("b", Duration.ofNanos(1))).isFalse();
            empty.add("a");
            assertThat(empty.readBatch(2, Duration.ofNanos(1))).hasSize(1);
        }
        assertThat(Footprint.of(empty) + Footprint.of(full)).isLessThan(before + 200);
        assertThat(Call.waiting(empty) + Call.waiting(full)).isZero();
    }

    @Test
    void strayUnparksNeitherShortenATimeOutNorEndAWait() throws Exception {
        AbstractBuffer<String> ended = new BlockBuffer<>(1);
        ended.closeWrite();
        BlockingQueue<String> queue = ended.asBlockingQueue();
        AbstractBuffer<String> empty = new BlockBuffer<>(1);
        for (Callable<?> body :
                List.<Callable<?>>of(() -> queue.poll(50, MILLISECONDS), () -> empty.poll(Duration.ofMillis(50)))) {
            long begin = System.nanoTime();
            Call<?> call = Call.of(body);
            while (!call.isDone()) {
                call.unpark();
            }
            long elapsed = System.nanoTime() - begin;
            assertThat(call.outcome()).isEqualTo("null");
            assertThat(elapsed).isGreaterThanOrEqualTo(50_000_000);
        }
        Call<String> taker = Call.of(queue::take);
        for (int i = 0; i < 1_000; i++) {
            taker.awaitParked().unpark();
        }
        assertThat(taker.isDone()).isFalse();
        taker.interrupt();
        assertThat(taker.failure(InterruptedException.class)).isNotNull();
    }

    @Test
    void theQueueViewPassesTheTimeOutToTheBuffer() throws Exception {
        AbstractBuffer<String> buffer = new BlockBuffer<>(1);
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        assertThat(changedJustInTime(
                        buffer, time -> () -> queue.poll(time.toNanos(), NANOSECONDS), () -> buffer.add("a")))
                .isEqualTo("a");
        buffer.add("a");
        assertThat(changedJustInTime(buffer, time -> () -> queue.offer("b", time.toNanos(), NANOSECONDS), buffer::poll))
                .isEqualTo("true");
        assertThat(buffer.snapshot()).containsExactly("b");
    }
}
