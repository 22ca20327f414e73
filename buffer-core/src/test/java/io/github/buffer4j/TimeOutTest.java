package io.github.buffer4j;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A signal that comes just before the time of a call is up is not lost: the call takes what it was signalled for. */
class TimeOutTest {

    /**
     * Starts a timed call, makes the change that it waits for while it waits, holds the lock until its time is up, and
     * gives its outcome. A call whose time was up before the change gets more time in the next round.
     */
    private static String changedJustInTime(
            AbstractBuffer<?> buffer, Function<Duration, Callable<?>> body, Call.Action change) throws Exception {
        for (Duration timeout = Duration.ofMillis(50); ; timeout = timeout.multipliedBy(2)) {
            long start = System.nanoTime();
            Call<?> call = Call.of(body.apply(timeout));
            await().pollInterval(Duration.ofMillis(1)).until(() -> Call.waiting(buffer) == 1 || call.isDone());
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

    @Test
    void theQueueViewPassesTheTimeOn() throws Exception {
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
