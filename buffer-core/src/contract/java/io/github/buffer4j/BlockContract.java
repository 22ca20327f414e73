package io.github.buffer4j;

import static io.github.buffer4j.WaitingContract.LONG;
import static io.github.buffer4j.WaitingContract.SHORT;
import static io.github.buffer4j.WaitingContract.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of block buffers: writers wait while the buffer is full. */
public interface BlockContract extends BufferFactory {

    private static String[] letters(String letters) {
        return letters.split("");
    }

    @Test
    default void addWaitsWhileFull() throws Exception {
        Buffer<String> buffer = full("a");
        Call<Boolean> writer = Call.of(() -> buffer.add("b")).awaitWaiting(buffer, 1);
        assertThat(buffer.stats().writersWaiting()).isEqualTo(1);
        assertThat(buffer.next()).isEqualTo("a");
        writer.result();
        assertThat(buffer.next()).isEqualTo("b");
        BufferStats stats = buffer.stats();
        assertThat(stats.writeBlockedCount()).isEqualTo(1);
        assertThat(stats.writeBlockedNanos()).isPositive();
        assertThat(stats.writersWaiting()).isZero();
    }

    @Test
    default void offersDoNotWaitWhileFullAndWriteWhatFits() throws Exception {
        Buffer<String> buffer = full("a", "b", "c");
        assertThat(buffer.offer("x")).isFalse();
        assertThat(buffer.offer("x", Duration.ZERO)).isFalse();
        assertThat(buffer.offer(new String[] {"x"}, 0, 1)).isZero();
        buffer.discard(2);
        assertThat(buffer.offer(letters("defg"), 0, 4)).isEqualTo(2);
        assertThat(buffer.snapshot()).containsExactly("c", "d", "e");
        assertThat(buffer.stats().rejected()).isEqualTo(5);
    }

    @Test
    default void timedOfferSucceedsIfRoomIsFreedInTime() throws Exception {
        Buffer<String> buffer = full("a");
        Call<Boolean> writer = Call.of(() -> buffer.offer("b", LONG)).awaitWaiting(buffer, 1);
        buffer.poll();
        assertThat(writer.result()).isTrue();
        assertThat(buffer.snapshot()).containsExactly("b");
    }

    @Test
    default void timedOfferTimesOutAndLeavesTheStateUnchanged() throws Exception {
        Buffer<String> buffer = full("a");
        long start = System.nanoTime();
        assertThat(buffer.offer("b", SHORT)).isFalse();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(buffer.snapshot()).containsExactly("a");
        assertThat(buffer.stats().rejected()).isEqualTo(1);
        assertThat(buffer.stats().writersWaiting()).isZero();
    }

    @Test
    default void everyWayToTakeAnElementWakesAWriter() throws Exception {
        Buffer<String> buffer = full("a");
        List<Call.Action> takes = List.of(
                buffer::next,
                () -> buffer.read(new String[1]),
                buffer::poll,
                () -> buffer.poll(LONG),
                () -> buffer.readBatch(1, LONG),
                () -> buffer.drainTo(new ArrayList<>(), 1),
                () -> buffer.discard(1),
                buffer::reset);
        for (Call.Action take : takes) {
            Call<Boolean> writer = Call.of(() -> buffer.add("b")).awaitWaiting(buffer, 1);
            take.run();
            writer.result();
        }
    }

    @Test
    default void aBulkReadOfKFreesKWriters() throws Exception {
        Buffer<String> buffer = full("a", "b", "c");
        List<Call<Boolean>> writers = waiting(buffer, 3, () -> {
            buffer.add("x");
            return true;
        });
        assertThat(buffer.read(new String[3])).isEqualTo(3);
        WaitingContract.results(writers);
        assertThat(buffer.size()).isEqualTo(3);
    }

    @Test
    default void aWriteLongerThanTheCapacityWakesAReader() throws Exception {
        Buffer<String> buffer = create(2);
        Call<String> reader = Call.of(buffer::next).awaitWaiting(buffer, 1);
        Call<Boolean> writer = Call.of(() -> buffer.write(letters("abc")));
        assertThat(reader.result()).isEqualTo("a");
        assertThat(writer.result()).isTrue();
    }

    @Test
    default void drainToDiscardAndResetFreeAllWritersThatFit() throws Exception {
        for (int way = 0; way < 3; way++) {
            Buffer<String> buffer = full("a", "b", "c");
            List<Call<Boolean>> writers = waiting(buffer, 3, () -> buffer.offer("x", LONG));
            switch (way) {
                case 0 -> buffer.drainTo(new ArrayList<>(), 3);
                case 1 -> buffer.discard(3);
                default -> buffer.reset();
            }
            assertThat(WaitingContract.results(writers)).containsOnly(true);
        }
    }

    @Test
    default void aLingeringReadBatchFreesWritersWhileItCollects() throws Exception {
        Buffer<String> buffer = full("a", "b");
        List<Call<Boolean>> writers = waiting(buffer, 2, () -> buffer.offer("x", LONG));
        Call<List<String>> reader = Call.of(() -> buffer.readBatch(4, LONG));
        assertThat(WaitingContract.results(writers)).containsOnly(true);
        assertThat(reader.result()).containsExactly("a", "b", "x", "x");
    }

    @Test
    default void resizeUpFreesWriters() throws Exception {
        Buffer<String> buffer = full("a");
        List<Call<Boolean>> writers = waiting(buffer, 3, () -> buffer.offer("x", LONG));
        buffer.resize(4);
        assertThat(WaitingContract.results(writers)).containsOnly(true);
        assertThat(buffer.size()).isEqualTo(4);
    }

    @Test
    default void resizeDownKeepsTheElementsAndAdmitsNoneUntilBelowTheCapacity() throws Exception {
        Buffer<String> buffer = full("a", "b", "c", "d");
        buffer.resize(2);
        assertThat(buffer.capacity()).isEqualTo(2);
        assertThat(buffer.snapshot()).containsExactly("a", "b", "c", "d");
        Call<Boolean> writer = Call.of(() -> buffer.offer("e", LONG)).awaitWaiting(buffer, 1);
        buffer.next();
        buffer.next();
        assertThat(buffer.offer("x")).isFalse();
        assertThat(writer.isDone()).isFalse();
        buffer.next();
        assertThat(writer.result()).isTrue();
        assertThat(buffer.snapshot()).containsExactly("d", "e");
    }

    @Test
    default void elementsThatArePutBackMayExceedTheCapacityUntilTheyAreRead() throws Exception {
        Buffer<String> buffer = full("a", "b");
        DrainToContract.Picky target = new DrainToContract.Picky(0, () -> buffer.offer(letters("cd"), 0, 2));
        assertThatThrownBy(() -> buffer.drainTo(target, 2)).hasMessage("no more than 0");
        assertThat(buffer.snapshot()).containsExactly("a", "b", "c", "d");
        assertThat(buffer.offer("x")).isFalse();
        assertThat(buffer.capacity()).isEqualTo(2);
        buffer.discard(3);
        assertThat(buffer.offer("e")).isTrue();
        assertThat(buffer.snapshot()).containsExactly("d", "e");
    }

    @Test
    default void aWriteLongerThanTheCapacityIsWrittenInParts() throws Exception {
        Buffer<String> buffer = create(2);
        Call<Boolean> writer = Call.of(() -> buffer.write(letters("abcdefg"))).awaitWaiting(buffer, 1);
        assertThat(buffer.snapshot()).containsExactly("a", "b");
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            read.append(buffer.next());
        }
        writer.result();
        assertThat(read).hasToString("abcdefg");
    }

    @Test
    default void aWriteDoesNotWaitForRoomForAllAtOnce() throws Exception {
        Buffer<String> buffer = full("a", "b", "c");
        Call<Boolean> writer = Call.of(() -> buffer.write(letters("xyz"))).awaitWaiting(buffer, 1);
        buffer.next();
        await("the overwriting write").until(() -> buffer.snapshot().equals(List.of("b", "c", "x")));
        buffer.discard(2);
        writer.result();
        assertThat(buffer.snapshot()).containsExactly("x", "y", "z");
    }

    @Test
    default void closingDuringABulkWriteReportsTheExactCount() throws Exception {
        IOException cause = new IOException("the cable was cut");
        for (boolean graceful : new boolean[] {true, false}) {
            Buffer<String> buffer = create(2);
            Call<Boolean> writer =
                    Call.of(() -> buffer.write(letters("abcdef"))).awaitWaiting(buffer, 1);
            assertThat(buffer.next()).isEqualTo("a");
            await("the third write").until(() -> buffer.stats().written() == 3);
            assertThat(graceful ? buffer.closeWrite(cause) : buffer.closeWithError(cause))
                    .isTrue();
            BufferClosedException e = writer.failure(BufferClosedException.class);
            assertThat(e.written()).isEqualTo(3);
            assertError(e.getCause(), cause);
            BufferStats stats = buffer.stats();
            assertThat(stats.written()).isEqualTo(3);
            assertThat(stats.rejected()).isEqualTo(3);
            assertThat(graceful ? stats.size() : stats.droppedOnClose()).isEqualTo(2);
        }
    }
}
