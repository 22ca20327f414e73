package io.github.buffer4j;

import static io.github.buffer4j.WaitingContract.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interrupts and time-outs of readers, and of anyone on entry, whatever the kind of buffer. */
interface InterruptContract extends BufferFactory {

    Duration A_DAY = Duration.ofDays(1);

    @AfterEach
    default void clearTheFlag() {
        Thread.interrupted();
    }

    @Test
    default void everyMethodThatMayWaitThrowsOnEntryAndHasDoneNothing() throws Exception {
        Buffer<String> buffer = open("a");
        Buffer<String> closed = create(1);
        closed.close();
        for (Buffer<String> target : List.of(buffer, closed)) {
            BufferStats before = target.stats();
            List<Call.Action> calls = List.of(
                    () -> target.add("x"),
                    () -> target.offer("x", Duration.ZERO),
                    target::next,
                    () -> target.read(new String[1]),
                    () -> target.poll(Duration.ZERO),
                    () -> target.readBatch(1, Duration.ZERO),
                    () -> target.forEach(element -> {}),
                    () -> target.awaitDrained(Duration.ZERO));
            for (Call.Action call : calls) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(call::run).isExactlyInstanceOf(InterruptedException.class);
                assertThat(Thread.interrupted()).isFalse();
            }
            assertThat(target.stats()).isEqualTo(before);
        }
    }

    @Test
    default void anInterruptedBulkWriteTellsOnEntryThatNothingWentIn() throws Exception {
        Buffer<String> buffer = open("a");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> buffer.write(new String[] {"x", "y"}))
                .isInstanceOfSatisfying(
                        InterruptedWriteException.class,
                        e -> assertThat(e.written()).isZero());
        assertThat(buffer.snapshot()).containsExactly("a");
    }

    @Test
    default void methodsThatNeverWaitIgnoreTheFlag() throws Exception {
        Buffer<String> buffer = open("a", "b");
        Thread.currentThread().interrupt();
        assertThat(buffer.offer("c")).isTrue();
        assertThat(buffer.poll()).isEqualTo("a");
        assertThat(buffer.discard(1)).isEqualTo(1);
        assertThat(buffer.closeWrite()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    default void anInterruptedStreamThrowsAndKeepsTheFlag() throws Exception {
        Buffer<String> buffer = open("a");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> buffer.stream().toList())
                .isInstanceOf(CancellationException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(buffer.size()).isEqualTo(1);
    }

    @Test
    default void waitingReadersAreInterruptible() throws Exception {
        Buffer<String> buffer = create(4);
        List<Call<?>> readers = List.of(
                Call.of(buffer::next),
                Call.of(() -> buffer.read(new String[1])),
                Call.of(() -> buffer.poll(A_DAY)),
                Call.of(() -> buffer.readBatch(1, A_DAY)),
                Call.of(() -> buffer.forEach(element -> {})));
        readers.get(0).awaitWaiting(buffer, readers.size());
        for (Call<?> reader : readers) {
            reader.interrupt();
            reader.failure(InterruptedException.class);
            assertThat(reader.interruptedAtEnd()).isFalse();
        }
        assertThat(buffer.stats().readersWaiting()).isZero();
    }

    @Test
    default void awaitDrainedIsInterruptible() throws Exception {
        Buffer<String> buffer = create(4);
        Call<Boolean> waiter = Call.of(() -> buffer.awaitDrained(A_DAY)).awaitParked();
        waiter.interrupt();
        waiter.failure(InterruptedException.class);
    }

    @Test
    default void aCallInLineForTheLockIsInterruptible() throws Exception {
        AbstractBuffer<String> buffer = open("a");
        buffer.lock.lock();
        try {
            List<Call<?>> calls = List.of(
                    Call.of(buffer::next),
                    Call.of(() -> buffer.add("x")),
                    Call.of(() -> buffer.poll(A_DAY)),
                    Call.of(() -> buffer.offer("x", A_DAY)));
            for (Call<?> call : calls) {
                call.awaitQueuedFor(buffer).interrupt();
                call.failure(InterruptedException.class);
            }
        } finally {
            buffer.lock.unlock();
        }
        assertThat(buffer.snapshot()).containsExactly("a");
    }

    @Test
    default void aReaderInterruptedAfterItsSignalSucceedsAndKeepsTheFlag() throws Exception {
        AbstractBuffer<String> buffer = create(4);
        Call<String> reader = Call.of(buffer::next).awaitWaiting(buffer, 1);
        buffer.lock.lock();
        try {
            buffer.add("a");
            reader.awaitQueuedFor(buffer).interrupt();
        } finally {
            buffer.lock.unlock();
        }
        assertThat(reader.result()).isEqualTo("a");
        assertThat(reader.interruptedAtEnd()).isTrue();
    }

    @Test
    default void aReaderInterruptedBeforeTheSignalLeavesItToAnother() throws Exception {
        AbstractBuffer<String> buffer = create(4);
        List<Call<String>> readers = waiting(buffer, 2, buffer::next);
        buffer.lock.lock();
        try {
            readers.get(0).interrupt();
            readers.get(0).awaitQueuedFor(buffer);
            buffer.add("a");
        } finally {
            buffer.lock.unlock();
        }
        readers.get(0).failure(InterruptedException.class);
        assertThat(readers.get(1).result()).isEqualTo("a");
    }

    @Test
    default void aReaderSignalledJustBeforeItsTimeOutTakesTheElement() throws Exception {
        AbstractBuffer<String> buffer = create(4);
        assertThat(Call.<String>changedJustInTime(buffer, time -> () -> buffer.poll(time), () -> buffer.add("a")))
                .isEqualTo("a");
    }
}
