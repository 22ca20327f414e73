package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cases that the matrix of interrupts does not cover: interrupts on entry, and of calls composed of other calls. */
public interface InterruptContract extends BufferFactory {

    Duration A_DAY = Duration.ofDays(1);

    @AfterEach
    default void clearTheFlag() {
        Thread.interrupted();
    }

    @Test
    default void everyMethodThatMayWaitThrowsOnEntryWithoutAnyEffect() throws Exception {
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
                    () -> target.awaitDrained(Duration.ZERO),
                    () -> target.awaitIdle(Duration.ZERO));
            for (Call.Action call : calls) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(call::run).isExactlyInstanceOf(InterruptedException.class);
                assertThat(Thread.interrupted()).isFalse();
            }
            assertThat(target.stats()).isEqualTo(before);
        }
    }

    @Test
    default void aBulkWriteInterruptedOnEntryReportsThatNothingWasWritten() throws Exception {
        Buffer<String> buffer = open("a");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> buffer.write(new String[] {"x", "y"}))
                .isInstanceOfSatisfying(
                        InterruptedWriteException.class,
                        e -> assertThat(e.written()).isZero());
        assertThat(buffer.snapshot()).containsExactly("a");
    }

    @Test
    default void methodsThatNeverWaitIgnoreTheInterruptStatus() throws Exception {
        Buffer<String> buffer = open("a", "b");
        Thread.currentThread().interrupt();
        assertThat(buffer.offer("c")).isTrue();
        assertThat(buffer.poll()).isEqualTo("a");
        assertThat(buffer.discard(1)).isEqualTo(1);
        assertThat(buffer.closeWrite()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    default void anInterruptedStreamThrowsAndKeepsTheInterruptStatus() throws Exception {
        Buffer<String> buffer = open("a");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> buffer.stream().toList())
                .isInstanceOf(CancellationException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(buffer.size()).isEqualTo(1);
    }

    @Test
    default void methodsThatWaitForMoreThanAnElementAreInterruptible() throws Exception {
        Buffer<String> buffer = create(4);
        Buffer<String> full = open("a");
        for (Call<?> call : List.of(
                Call.of(() -> buffer.forEach(element -> {})),
                Call.of(() -> buffer.awaitDrained(A_DAY)),
                Call.of(() -> full.awaitIdle(A_DAY)))) {
            call.awaitParked().interrupt();
            call.failure(InterruptedException.class);
            assertThat(call.interruptedAtEnd()).isFalse();
        }
        assertThat(buffer.stats().readersWaiting()).isZero();
    }
}
