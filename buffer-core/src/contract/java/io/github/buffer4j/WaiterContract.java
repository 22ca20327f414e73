package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that may wait on a block buffer, however its wait ends. */
public interface WaiterContract extends BufferFactory {

    private Buffer<String> bufferFor(Waiter waiter) throws InterruptedException {
        return waiter.on(this.<String>create(3));
    }

    private static Waiter other(Waiter waiter) {
        return waiter.writes() ? Waiter.ADD : Waiter.NEXT;
    }

    @ParameterizedTest
    @EnumSource
    default void theChangeThatACallWaitsForEndsItsWait(Waiter waiter) throws Exception {
        Buffer<String> buffer = bufferFor(waiter);
        Call<?> call = waiter.call(buffer).awaitWaiting(buffer, 1);
        waiter.satisfy(buffer);
        if (waiter == Waiter.RUN) {
            await().until(() -> buffer.poll() == null && call.isDone());
        }
        assertThat(call.outcome()).isEqualTo(waiter == Waiter.RUN ? "true" : waiter.interruptedAfterItsSignal);
    }

    @ParameterizedTest
    @EnumSource
    default void closeWriteEndsTheWait(Waiter waiter) throws Exception {
        Buffer<String> buffer = bufferFor(waiter);
        List<Call<?>> calls = Waiter.wait(buffer, List.of(waiter, other(waiter)));
        BufferStats before = buffer.stats();
        assertThat(buffer.closeWrite()).isTrue();
        assertThat(calls.get(0).outcome()).isEqualTo(waiter.atTheEnd);
        assertThat(calls.get(1).outcome()).isEqualTo(other(waiter).atTheEnd);
        BufferStats after = buffer.stats();
        assertThat(after.written()).isEqualTo(before.written());
        assertThat(after.size()).isEqualTo(before.size());
        assertThat(after.readersWaiting() + after.writersWaiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    default void anErrorEndsTheWait(Waiter waiter) throws Exception {
        IOException cause = new IOException("the cable was cut");
        Buffer<String> buffer = bufferFor(waiter);
        Call<?> call = waiter.call(buffer).awaitWaiting(buffer, 1);
        BufferStats before = buffer.stats();
        assertThat(buffer.closeWithError(cause)).isTrue();
        if (waiter.atAnError.startsWith("closed")) {
            BufferClosedException e = call.failure(BufferClosedException.class);
            assertError(e.getCause(), cause);
            assertThat(e.written()).isEqualTo(waiter == Waiter.RUN ? 3 : 0);
        } else {
            assertThat(call.outcome()).isEqualTo(waiter.atAnError);
        }
        BufferStats after = buffer.stats();
        assertThat(after.written()).isEqualTo(before.written());
        assertThat(after.droppedOnClose()).isEqualTo(before.size());
    }

    /** The wait of the other thread goes on, and nothing is lost or doubled. */
    @ParameterizedTest
    @EnumSource
    default void anInterruptEndsTheWaitOfOneThread(Waiter waiter) throws Exception {
        Buffer<String> buffer = bufferFor(waiter);
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
        waiter.satisfy(buffer);
        assertThat(calls.get(1).outcome()).isEqualTo(other(waiter).interruptedAfterItsSignal);
    }
}
