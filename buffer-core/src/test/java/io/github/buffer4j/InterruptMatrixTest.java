package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Interrupts of every call that may wait, at each possible point. Either the call fails and no element is lost, or it
 * succeeds with the interrupt status set. An element or slot that it does not take is left to another thread.
 */
class InterruptMatrixTest {

    private static Stream<Arguments> waiters() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(Waiter.values())
                        .filter(waiter -> kind.makesWait(waiter))
                        .map(waiter -> Arguments.of(kind, waiter)));
    }

    /* Returns the call that takes the element or slot instead. */
    private static Waiter other(Waiter waiter) {
        return waiter.writes() ? Waiter.ADD : Waiter.NEXT;
    }

    @ParameterizedTest
    @EnumSource
    void whileQueuedForTheLock(Waiter waiter) throws Exception {
        String outcome = waiter.writes() && waiter != Waiter.ADD && waiter != Waiter.OFFER
                ? "interrupted after 0"
                : "interrupted";
        for (Kind kind : Kind.values()) {
            AbstractBuffer<String> buffer = kind.create(3);
            buffer.add("a");
            BufferStats before = buffer.stats();
            buffer.lock.lock();
            try {
                Call<?> call = waiter.call(buffer).awaitQueuedFor(buffer);
                call.interrupt();
                assertThat(call.outcome()).isEqualTo(outcome);
                assertThat(call.interruptedAtEnd()).isFalse();
            } finally {
                buffer.lock.unlock();
            }
            assertThat(buffer.stats()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("waiters")
    void whileWaiting(Kind kind, Waiter waiter) throws Exception {
        AbstractBuffer<String> buffer = waiter.on(kind.create(3));
        List<Call<?>> calls = Waiter.wait(buffer, List.of(waiter, other(waiter)));
        BufferStats before = buffer.stats();
        calls.get(0).interrupt();
        assertThat(calls.get(0).outcome()).isEqualTo(waiter.interrupted);
        assertThat(calls.get(0).interruptedAtEnd()).isEqualTo(waiter == Waiter.LINGER);
        calls.get(1).awaitWaiting(buffer, 1);
        BufferStats after = buffer.stats();
        assertThat(after.written()).isEqualTo(before.written());
        assertThat(after.read()).isEqualTo(before.read());
        assertThat(after.rejected()).isZero();
        assertThatTheOtherGoesOn(buffer, waiter, calls.get(1));
    }

    private static void assertThatTheOtherGoesOn(AbstractBuffer<String> buffer, Waiter waiter, Call<?> other)
            throws Exception {
        waiter.satisfy(buffer);
        assertThat(other.outcome()).isEqualTo(other(waiter).interruptedAfterItsSignal);
        assertThat(other.interruptedAtEnd()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("waiters")
    void beforeTheChangeThatItWaitsFor(Kind kind, Waiter waiter) throws Exception {
        AbstractBuffer<String> buffer = waiter.on(kind.create(3));
        List<Call<?>> calls = Waiter.wait(buffer, List.of(waiter, other(waiter)));
        buffer.lock.lock();
        try {
            calls.get(0).interrupt();
            calls.get(0).awaitQueuedFor(buffer);
            waiter.satisfy(buffer);
        } finally {
            buffer.lock.unlock();
        }
        assertThat(calls.get(0).outcome()).isEqualTo(waiter.interrupted);
        assertThat(calls.get(1).outcome()).isEqualTo(other(waiter).interruptedAfterItsSignal);
    }

    @ParameterizedTest
    @MethodSource("waiters")
    void afterItsSignal(Kind kind, Waiter waiter) throws Exception {
        AbstractBuffer<String> buffer = waiter.on(kind.create(3));
        List<Call<?>> calls = Waiter.wait(buffer, List.of(waiter, other(waiter)));
        buffer.lock.lock();
        try {
            waiter.satisfy(buffer);
            calls.get(0).awaitQueuedFor(buffer).interrupt();
        } finally {
            buffer.lock.unlock();
        }
        assertThat(calls.get(0).outcome()).isEqualTo(waiter.interruptedAfterItsSignal);
        assertThat(calls.get(0).interruptedAtEnd()).isEqualTo(waiter != Waiter.RUN);
        calls.get(1).awaitWaiting(buffer, 1);
        assertThatTheOtherGoesOn(buffer, waiter, calls.get(1));
    }

    @ParameterizedTest
    @MethodSource("waiters")
    void afterItsSignalWhenAnotherThreadWasFaster(Kind kind, Waiter waiter) throws Exception {
        AbstractBuffer<String> buffer = waiter.on(kind.create(3));
        List<Call<?>> calls = Waiter.wait(buffer, List.of(waiter, other(waiter)));
        buffer.lock.lock();
        try {
            waiter.satisfy(buffer);
            calls.get(0).awaitQueuedFor(buffer).interrupt();
            if (waiter == Waiter.RUN) {
                buffer.resize(2);
            } else if (waiter.writes()) {
                assertThat(buffer.offer("fast")).isTrue();
            } else {
                assertThat(buffer.poll()).isEqualTo("x");
            }
        } finally {
            buffer.lock.unlock();
        }
        assertThat(calls.get(0).outcome()).isEqualTo(waiter.interrupted);
        calls.get(1).awaitWaiting(buffer, 1);
        assertThatTheOtherGoesOn(buffer, waiter, calls.get(1));
    }
}
