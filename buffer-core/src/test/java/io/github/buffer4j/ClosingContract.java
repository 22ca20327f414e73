package io.github.buffer4j;

import static io.github.buffer4j.WaitingContract.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Closing while readers wait, and against itself, whatever the kind of buffer. */
interface ClosingContract extends BufferFactory {

    IOException FAULT = new IOException("the cable was cut");

    @Test
    default void closeWriteWakesAllReadersWithTheEnd() throws Exception {
        Buffer<String> buffer = create(4);
        List<Call<String>> readers = waiting(buffer, 3, buffer::next);
        List<Call<Integer>> bulkReaders = waiting(buffer, 2, () -> buffer.read(new String[4]));
        List<Call<List<String>>> batchReaders = waiting(buffer, 2, () -> buffer.readBatch(4, Duration.ZERO));
        List<Call<String>> pollers = waiting(buffer, 2, () -> buffer.poll(Duration.ofDays(1)));
        assertThat(buffer.closeWrite()).isTrue();
        for (Call<String> reader : readers) {
            assertThat(reader.result()).isNull();
        }
        for (Call<Integer> reader : bulkReaders) {
            assertThat(reader.result()).isEqualTo(-1);
        }
        for (Call<List<String>> reader : batchReaders) {
            assertThat(reader.result()).isEmpty();
        }
        for (Call<String> poller : pollers) {
            assertThat(poller.result()).isNull();
        }
    }

    @Test
    default void closeWriteWithACauseWakesAllReadersWithTheCause() throws Exception {
        assertAllReadersFail(buffer -> buffer.closeWrite(FAULT), FAULT);
    }

    @Test
    default void closeWithErrorWakesAllReadersWithTheCause() throws Exception {
        assertAllReadersFail(buffer -> buffer.closeWithError(FAULT), FAULT);
    }

    @Test
    default void closeWakesAllReadersWithAnError() throws Exception {
        assertAllReadersFail(Buffer::close, null);
    }

    private void assertAllReadersFail(Consumer<Buffer<String>> closing, @Nullable Throwable cause) throws Exception {
        Buffer<String> buffer = create(4);
        List<Call<?>> readers = new ArrayList<>();
        readers.addAll(waiting(buffer, 3, buffer::next));
        readers.addAll(waiting(buffer, 1, () -> buffer.read(new String[4])));
        readers.addAll(waiting(buffer, 1, () -> buffer.readBatch(4, Duration.ZERO)));
        List<Call<String>> pollers = waiting(buffer, 2, () -> buffer.poll(Duration.ofDays(1)));
        closing.accept(buffer);
        for (Call<?> reader : readers) {
            assertThat(reader.failure(BufferClosedException.class).getCause()).isSameAs(cause);
        }
        for (Call<String> poller : pollers) {
            assertThat(poller.result()).isNull();
        }
    }

    @Test
    default void closingWakesAllReadersAtOnce() throws Exception {
        List<Consumer<Buffer<String>>> closings = List.of(Buffer::close, Buffer::closeWrite);
        for (Consumer<Buffer<String>> closing : closings) {
            AbstractBuffer<String> buffer = create(4);
            List<Call<String>> readers = waiting(buffer, 3, () -> buffer.poll(Duration.ofDays(1)));
            buffer.lock.lock();
            try {
                closing.accept(buffer);
                assertThat(readers).allMatch(reader -> reader.isQueuedFor(buffer));
            } finally {
                buffer.lock.unlock();
            }
            assertThat(WaitingContract.results(readers)).containsOnlyNulls();
        }
    }

    @Test
    default void theReaderThatTakesTheLastElementBringsTheEndToTheOthers() throws Exception {
        AbstractBuffer<String> buffer = create(4);
        List<Call<String>> readers = waiting(buffer, 3, buffer::next);
        buffer.lock.lock();
        try {
            buffer.add("a");
            buffer.closeWrite();
        } finally {
            buffer.lock.unlock();
        }
        assertThat(WaitingContract.results(readers)).containsExactlyInAnyOrder("a", null, null);
    }

    @Test
    default void discardOfTheLastElementBringsTheEndToReaders() throws Exception {
        AbstractBuffer<String> buffer = create(4);
        List<Call<String>> readers = waiting(buffer, 2, buffer::next);
        buffer.lock.lock();
        try {
            buffer.add("a");
            buffer.closeWrite();
            buffer.discard(1);
        } finally {
            buffer.lock.unlock();
        }
        assertThat(WaitingContract.results(readers)).containsOnlyNulls();
    }

    @Test
    default void ofManyClosersExactlyOneWins() throws Exception {
        for (int round = 0; round < 50; round++) {
            Buffer<String> buffer = open("a", "b");
            CyclicBarrier start = new CyclicBarrier(4);
            List<IOException> causes = new ArrayList<>();
            List<Call<Boolean>> closers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                IOException cause = new IOException("cause " + i);
                causes.add(cause);
                closers.add(Call.of(() -> {
                    start.await();
                    return buffer.closeWithError(cause);
                }));
            }
            List<Boolean> won = WaitingContract.results(closers);
            assertThat(won).containsOnlyOnce(true);
            assertThat(buffer.error()).isSameAs(causes.get(won.indexOf(true)));
            assertThat(buffer.stats().droppedOnClose()).isEqualTo(2);
        }
    }

    @Test
    default void aReaderMayCloseTheBufferItReadsFrom() throws Exception {
        Buffer<String> buffer = open("a", "b");
        Call<BufferClosedException> reader = Call.of(() -> {
            try {
                buffer.forEach(element -> buffer.close());
                throw new AssertionError("forEach took close for an end");
            } catch (BufferClosedException e) {
                return e;
            }
        });
        assertThat(reader.result()).hasNoCause();
        assertThat(buffer.stats().read()).isEqualTo(1);
        assertThat(buffer.stats().droppedOnClose()).isEqualTo(1);
    }
}
