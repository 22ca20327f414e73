package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A thread stops waiting, because of an interrupt or a time-out, just as the change that it waits for happens: when the
 * signal is sent, the thread is queued for the lock, which the test holds. The next thread that waits must be woken as
 * if the first one had never waited.
 */
class GivingUpTest {

    static Stream<Arguments> waiters() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(Waiter.values())
                        .filter(waiter -> kind.makesWait(waiter))
                        .map(waiter -> Arguments.of(kind, waiter)));
    }

    /* Applies the change that a call waits for and reverts it, while the call is about to return. */
    private static void satisfyInVain(AbstractBuffer<String> buffer, Waiter waiter) throws Exception {
        waiter.satisfy(buffer);
        if (!waiter.writes()) {
            assertThat(buffer.poll()).isEqualTo("x");
        } else if (waiter != Waiter.RUN) {
            assertThat(buffer.offer("y")).isTrue();
        }
    }

    private static void assertThatTheNextIsWoken(AbstractBuffer<String> buffer, Waiter waiter) throws Exception {
        assertThat(Call.waiting(buffer)).isZero();
        Waiter next = waiter.writes() ? Waiter.ADD : Waiter.NEXT;
        while (waiter.writes() && buffer.size() < buffer.capacity()) {
            buffer.add("z");
        }
        for (int i = 0; i < 2; i++) {
            Call<?> call = next.call(buffer).awaitWaiting(buffer, 1);
            next.satisfy(buffer);
            assertThat(call.outcome()).isEqualTo(next.interruptedAfterItsSignal);
        }
    }

    @ParameterizedTest
    @MethodSource("waiters")
    void byAnInterrupt(Kind kind, Waiter waiter) throws Exception {
        AbstractBuffer<String> buffer = waiter.on(kind.create(3));
        Call<?> call = waiter.call(buffer).awaitWaiting(buffer, 1);
        buffer.lock.lock();
        try {
            call.interrupt();
            call.awaitQueuedFor(buffer);
            satisfyInVain(buffer, waiter);
        } finally {
            buffer.lock.unlock();
        }
        assertThat(call.outcome()).startsWith(waiter.interrupted);
        assertThatTheNextIsWoken(buffer, waiter);
    }

    @ParameterizedTest
    @MethodSource("waiters")
    void byATimeOut(Kind kind, Waiter waiter) throws Exception {
        if (waiter != Waiter.POLL && waiter != Waiter.OFFER && waiter != Waiter.LINGER) {
            return;
        }
        for (Duration time = Duration.ofMillis(20); !givesUpInTime(kind, waiter, time); time = time.multipliedBy(2)) {
            assertThat(time).isLessThan(Duration.ofMinutes(1));
        }
    }

    /* Returns false if the call timed out before the test acquired the lock. */
    private static boolean givesUpInTime(Kind kind, Waiter waiter, Duration time) throws Exception {
        AbstractBuffer<String> buffer = waiter.on(kind.create(3));
        Callable<Object> body = () -> switch (waiter) {
            case POLL -> String.valueOf(buffer.poll(time));
            case OFFER -> buffer.offer("w", time);
            default -> buffer.readBatch(2, time);
        };
        Call<Object> call = Call.of(body);
        while (!isParkedIn(buffer, call) && !call.isDone()) {
            Thread.onSpinWait();
        }
        boolean inTime;
        buffer.lock.lock();
        try {
            inTime = isParkedIn(buffer, call);
            if (inTime) {
                call.awaitQueuedFor(buffer);
                satisfyInVain(buffer, waiter);
            }
        } finally {
            buffer.lock.unlock();
        }
        assertThat(call.outcome()).isEqualTo(waiter == Waiter.LINGER ? "[a]" : waiter.atTheEnd);
        assertThatTheNextIsWoken(buffer, waiter);
        return inTime;
    }

    /* A spinning call does not count, because it would acquire the lock before its time-out. */
    private static boolean isParkedIn(AbstractBuffer<?> buffer, Call<?> call) {
        return Call.waiting(buffer) == 1 && call.isParked() && !call.isQueuedFor(buffer);
    }

    /** It throws, and the condition remains usable. */
    @Test
    void waitingWithoutTheLockIsAnError() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        RelayCondition queue = new RelayCondition(lock);
        assertThatThrownBy(() -> queue.await(RelayCondition.FOREVER)).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(() -> queue.await(1)).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(queue.parked()).isZero();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(new BlockBuffer<>(1).lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }
}
