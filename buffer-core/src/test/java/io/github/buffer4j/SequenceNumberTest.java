package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequence numbers may exceed 2^31, 2^32, 2^63 and 2^64: order, size and statistics remain correct. */
class SequenceNumberTest {

    /* Numbers shortly before each limit. */
    static final List<Long> STARTS = List.of((1L << 31) - 3, (1L << 32) - 3, Long.MAX_VALUE - 2, -3L);

    static Stream<Arguments> starts() {
        return Arrays.stream(Kind.values()).flatMap(kind -> STARTS.stream().map(start -> Arguments.of(kind, start)));
    }

    private static AbstractBuffer<Integer> create(Kind kind, int capacity, long start) {
        AbstractBuffer<Integer> buffer = kind.create(Buffer.<Integer>builder().trackAge(true), capacity);
        buffer.contents.head = start;
        buffer.contents.tail = start;
        return buffer;
    }

    private static Integer[] ints(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toArray(Integer[]::new);
    }

    private static void assertHolds(Buffer<Integer> buffer, Integer... elements) {
        assertThat(buffer.snapshot()).containsExactly(elements);
        assertThat(buffer.peek()).isEqualTo(elements.length == 0 ? null : elements[0]);
        BufferStats stats = buffer.stats();
        assertThat(stats.size()).isEqualTo(elements.length);
        assertThat(stats.oldestAgeNanos().orElseThrow()).isBetween(0L, 60_000_000_000L);
        assertThat(stats.written())
                .isEqualTo(
                        stats.read() + stats.overwritten() + stats.discarded() + stats.droppedOnClose() + stats.size());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void singleElementsPassTheLimit(Kind kind, long start) throws Exception {
        Buffer<Integer> buffer = create(kind, 3, start);
        buffer.add(0);
        for (int i = 0; i < 6; i++) {
            assertThat(buffer.offer(i + 1)).isTrue();
            assertHolds(buffer, i, i + 1);
            assertThat(i % 2 == 0 ? buffer.next() : buffer.poll()).isEqualTo(i);
        }
        assertThat(buffer.poll()).isEqualTo(6);
        assertHolds(buffer);
        assertThat(buffer.stats().written() - start).isEqualTo(7);
        assertThat(buffer.stats().read() - start).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void runsPassTheLimit(Kind kind, long start) throws Exception {
        Buffer<Integer> buffer = create(kind, 8, start);
        buffer.write(ints(1, 7));
        assertHolds(buffer, ints(1, 7));
        Integer[] target = new Integer[5];
        assertThat(buffer.read(target)).isEqualTo(5);
        assertThat(target).containsExactly(ints(1, 5));
        assertThat(buffer.offer(ints(8, 13), 0, 6)).isEqualTo(6);
        assertHolds(buffer, ints(6, 13));
        List<Integer> drained = new ArrayList<>();
        assertThat(buffer.drainTo(drained, 9)).isEqualTo(8);
        assertThat(drained).containsExactly(ints(6, 13));
        assertHolds(buffer);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void storageGrowsAndShrinksAcrossTheLimit(Kind kind, long start) throws Exception {
        Buffer<Integer> buffer = create(kind, 64, start);
        for (int i = 1; i <= 40; i++) {
            buffer.add(i);
            assertHolds(buffer, ints(1, i));
        }
        for (int i = 1; i <= 40; i++) {
            assertThat(buffer.next()).isEqualTo(i);
            assertHolds(buffer, ints(i + 1, 40));
        }
    }

    @ParameterizedTest
    @MethodSource("starts")
    void capacityChangesAcrossTheLimit(Kind kind, long start) throws Exception {
        Buffer<Integer> buffer = create(kind, 8, start);
        buffer.write(ints(1, 8));
        buffer.resize(16);
        assertHolds(buffer, ints(1, 8));
        buffer.write(ints(9, 16));
        assertHolds(buffer, ints(1, 16));
        buffer.resize(5);
        assertHolds(buffer, kind == Kind.RING ? ints(12, 16) : ints(1, 16));
        assertThat(buffer.discard(2)).isEqualTo(2);
        assertHolds(buffer, kind == Kind.RING ? ints(14, 16) : ints(3, 16));
        assertThat(buffer.reset()).isEqualTo(kind == Kind.RING ? 3 : 14);
        buffer.write(ints(17, 21));
        assertHolds(buffer, ints(17, 21));
    }

    @ParameterizedTest
    @FieldSource("STARTS")
    void aRingOverwritesAcrossTheLimit(long start) throws Exception {
        Buffer<Integer> buffer = create(Kind.RING, 4, start);
        buffer.write(ints(1, 4));
        buffer.add(5);
        assertHolds(buffer, ints(2, 5));
        buffer.write(ints(6, 16));
        assertHolds(buffer, ints(13, 16));
        assertThat(buffer.stats().overwritten()).isEqualTo(12);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void theStreamEndsPastTheLimit(Kind kind, long start) throws Exception {
        Buffer<Integer> drained = create(kind, 8, start);
        drained.write(ints(1, 6));
        drained.closeWrite();
        assertThat(drained.stream()).containsExactly(ints(1, 6));
        assertHolds(drained);

        Buffer<Integer> closed = create(kind, 8, start);
        closed.write(ints(1, 6));
        closed.close();
        assertHolds(closed);
        assertThat(closed.stats().droppedOnClose()).isEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void everyTotalPassesTheLimit(Kind kind, long start) throws Exception {
        AbstractBuffer<Integer> buffer = create(kind, 4, start);
        Ledger ledger = buffer.contents.ledger;
        ledger.overwritten = start;
        ledger.discarded = start;
        ledger.droppedOnClose = start;
        ledger.rejected = start;
        ledger.putBack = start;
        BufferStats before = buffer.stats();
        int overwritten = kind == Kind.RING ? 9 : 0;
        buffer.offer(ints(1, 13), 0, 13);
        buffer.drainTo(new ArrayBlockingQueue<>(4), 4);
        buffer.write(ints(1, 4));
        assertThatThrownBy(() -> buffer.drainTo(List.of(), 4)).isInstanceOf(UnsupportedOperationException.class);
        buffer.discard(4);
        buffer.write(ints(1, 4));
        buffer.close();
        buffer.offer(ints(1, 9), 0, 9);
        buffer.offer(1);
        assertThatThrownBy(() -> buffer.write(ints(1, 9))).isInstanceOf(BufferClosedException.class);
        BufferStats after = buffer.stats();
        assertThat(after.written() - before.written()).isEqualTo(16 + overwritten);
        assertThat(after.read() - before.read()).isEqualTo(8);
        assertThat(after.overwritten() - before.overwritten()).isEqualTo(overwritten);
        assertThat(after.discarded() - before.discarded()).isEqualTo(4);
        assertThat(after.droppedOnClose() - before.droppedOnClose()).isEqualTo(4);
        assertThat(after.rejected() - before.rejected()).isEqualTo(28 - overwritten);
        assertHolds(buffer);
    }
}
