package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract's table of operations by state. */
public interface StateContract extends BufferFactory {

    IOException CAUSE = new IOException("the cable was cut");
    Duration AT_ONCE = Duration.ZERO;

    private Buffer<String> draining(String... elements) throws InterruptedException {
        Buffer<String> buffer = open(elements);
        assertThat(buffer.closeWrite()).isTrue();
        return buffer;
    }

    private Buffer<String> closed() throws InterruptedException {
        Buffer<String> buffer = open("a", "b");
        assertThat(buffer.closeWithError(CAUSE)).isTrue();
        return buffer;
    }

    // Writing

    @Test
    default void addAndWriteFailWhileDraining() throws Exception {
        assertWritingFails(draining("a"), null);
    }

    @Test
    default void addAndWriteFailOnceDrained() throws Exception {
        assertWritingFails(draining(), null);
    }

    @Test
    default void addAndWriteFailWithTheCauseOnceClosed() throws Exception {
        assertWritingFails(closed(), CAUSE);
    }

    @Test
    default void addAndWriteFailWithoutCauseAfterAPlainClose() throws Exception {
        Buffer<String> buffer = open("a");
        buffer.close();
        assertWritingFails(buffer, null);
    }

    private void assertWritingFails(Buffer<String> buffer, @Nullable Throwable cause) {
        BufferStats before = buffer.stats();
        assertThatThrownBy(() -> buffer.add("x")).isInstanceOfSatisfying(BufferClosedException.class, e -> {
            assertThat(e.written()).isZero();
            assertError(e.getCause(), cause);
        });
        assertThatThrownBy(() -> buffer.write(new String[] {"x", "y"}))
                .isInstanceOfSatisfying(BufferClosedException.class, e -> {
                    assertThat(e.written()).isZero();
                    assertError(e.getCause(), cause);
                });
        assertThat(buffer.stats().written()).isEqualTo(before.written());
        assertThat(buffer.stats().rejected()).isEqualTo(before.rejected() + 3);
    }

    @Test
    default void offersAreRefusedInEveryStateButOpen() throws Exception {
        for (Buffer<String> buffer : List.of(draining("a"), draining(), closed())) {
            int size = buffer.size();
            assertThat(buffer.offer("x")).isFalse();
            assertThat(buffer.offer("x", Duration.ofDays(1))).isFalse();
            assertThat(buffer.offer(new String[] {"x", "y"}, 0, 2)).isZero();
            assertThat(buffer.size()).isEqualTo(size);
            assertThat(buffer.stats().rejected()).isEqualTo(4);
        }
    }

    // Reading

    @Test
    default void readersGetTheRemainingElementsWhileDraining() throws Exception {
        Buffer<String> buffer = draining("a", "b", "c", "d");
        assertThat(buffer.peek()).isEqualTo("a");
        assertThat(buffer.next()).isEqualTo("a");
        assertThat(buffer.poll()).isEqualTo("b");
        assertThat(buffer.read(new String[1])).isEqualTo(1);
        assertThat(buffer.readBatch(5, Duration.ofDays(1))).containsExactly("d");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    default void forEachGetsTheRemainingElementsAndReturns() throws Exception {
        List<String> seen = new ArrayList<>();
        draining("a", "b", "c").forEach(seen::add);
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    default void readersSeeTheEndOnceDrained() throws Exception {
        Buffer<String> buffer = draining();
        for (int i = 0; i < 2; i++) {
            assertThat(buffer.next()).isNull();
            assertThat(buffer.read(new String[1])).isEqualTo(-1);
            assertThat(buffer.readBatch(1, AT_ONCE)).isEmpty();
            buffer.forEach(element -> {
                throw new AssertionError(element);
            });
            assertThat(buffer.stream()).isEmpty();
        }
    }

    @Test
    default void readersGetTheCauseOfCloseWriteAfterTheRemainingElements() throws Exception {
        Buffer<String> buffer = open("a", "b");
        assertThat(buffer.closeWrite(CAUSE)).isTrue();
        assertError(buffer.error(), CAUSE);
        assertThat(buffer.next()).isEqualTo("a");
        assertThat(buffer.next()).isEqualTo("b");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
        assertReadingFails(buffer, CAUSE);
    }

    @Test
    default void readersFailWithTheCauseOnceClosed() throws Exception {
        assertReadingFails(closed(), CAUSE);
    }

    @Test
    default void readersFailAfterAPlainClose() throws Exception {
        for (Buffer<String> buffer : List.of(open("a"), open())) {
            buffer.close();
            assertReadingFails(buffer, null);
        }
    }

    private void assertReadingFails(Buffer<String> buffer, @Nullable Throwable cause) {
        List<Call.Action> calls = List.of(
                buffer::next,
                () -> buffer.read(new String[1]),
                () -> buffer.readBatch(1, AT_ONCE),
                () -> buffer.forEach(element -> {}),
                () -> buffer.stream().forEach(element -> {}));
        for (Call.Action call : calls) {
            assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(BufferClosedException.class, e -> assertError(e.getCause(), cause));
        }
    }

    @Test
    default void pollAndPeekReturnNullOnceEnded() throws Exception {
        for (Buffer<String> buffer : List.of(draining(), closed())) {
            assertThat(buffer.poll()).isNull();
            assertThat(buffer.poll(Duration.ofDays(1))).isNull();
            assertThat(buffer.peek()).isNull();
            assertThat(buffer.snapshot()).isEmpty();
            assertThat(buffer.drainTo(new ArrayList<>(), 5)).isZero();
        }
    }

    @Test
    default void discardMayReachTheEnd() throws Exception {
        Buffer<String> buffer = draining("a", "b", "c");
        assertThat(buffer.discard(2)).isEqualTo(2);
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINING);
        assertThat(buffer.discard(2)).isEqualTo(1);
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    default void resetReachesTheEndWhileDraining() throws Exception {
        Buffer<String> buffer = draining("a", "b", "c");
        assertThat(buffer.reset()).isEqualTo(3);
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    default void drainToReachesTheEndWhileDraining() throws Exception {
        Buffer<String> buffer = draining("a", "b");
        assertThat(buffer.drainTo(new ArrayList<>(), 2)).isEqualTo(2);
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    default void discardResetAndSizeAreZeroOnceEnded() throws Exception {
        for (Buffer<String> buffer : List.of(draining(), closed())) {
            assertThat(buffer.discard(1)).isZero();
            assertThat(buffer.reset()).isZero();
            assertThat(buffer.size()).isZero();
        }
    }

    @Test
    default void sizeCountsElementsWhileOpenAndDraining() throws Exception {
        Buffer<String> buffer = open("a", "b");
        assertThat(buffer.size()).isEqualTo(2);
        buffer.closeWrite();
        assertThat(buffer.size()).isEqualTo(2);
    }

    // Transitions

    @Test
    default void closeWriteDrainsTheRemainingElementsAndEndsAtOnceWhenEmpty() throws Exception {
        assertThat(open("a").state()).isEqualTo(BufferState.OPEN);
        assertThat(draining("a").state()).isEqualTo(BufferState.DRAINING);
        assertThat(draining().state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    default void closeDropsTheRemainingElementsWhileOpenAndWhileDraining() throws Exception {
        for (Buffer<String> buffer : List.of(open("a", "b"), draining("a", "b"))) {
            buffer.close();
            assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
            assertThat(buffer.stats().droppedOnClose()).isEqualTo(2);
            assertThat(buffer.error()).isNull();
        }
    }

    @Test
    default void endedStatesAreFinal() throws Exception {
        Buffer<String> drained = draining();
        Buffer<String> closed = closed();
        for (Buffer<String> buffer : List.of(drained, closed)) {
            BufferStats before = buffer.stats();
            Throwable error = buffer.error();
            assertThat(buffer.closeWrite()).isFalse();
            assertThat(buffer.closeWrite(new IOException("late"))).isFalse();
            assertThat(buffer.closeWithError(new IOException("late"))).isFalse();
            buffer.close();
            assertThat(buffer.stats()).isEqualTo(before);
            assertError(buffer.error(), error);
        }
        assertThat(drained.next()).isNull();
        assertReadingFails(closed, CAUSE);
    }

    @Test
    default void aSecondCloseWriteChangesNothing() throws Exception {
        Buffer<String> buffer = draining("a");
        assertThat(buffer.closeWrite()).isFalse();
        assertThat(buffer.closeWrite(CAUSE)).isFalse();
        assertThat(buffer.error()).isNull();
        assertThat(buffer.next()).isEqualTo("a");
        assertThat(buffer.next()).isNull();
    }

    @Test
    default void theFirstCauseWins() throws Exception {
        Buffer<String> buffer = open("a");
        buffer.closeWrite(CAUSE);
        assertThat(buffer.closeWithError(new IOException("second"))).isTrue();
        assertError(buffer.error(), CAUSE);
        assertReadingFails(buffer, CAUSE);
    }

    @Test
    default void aCauseCanBeGivenWhileDraining() throws Exception {
        Buffer<String> buffer = draining("a");
        assertThat(buffer.closeWithError(CAUSE)).isTrue();
        assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
        assertReadingFails(buffer, CAUSE);
    }
}
