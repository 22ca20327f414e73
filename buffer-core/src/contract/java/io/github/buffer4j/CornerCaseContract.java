package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The corner cases of the contract that need a single thread only. */
public interface CornerCaseContract extends BufferFactory {

    Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);
    Duration NEGATIVE = Duration.ofSeconds(Long.MIN_VALUE);

    @Test
    @SuppressWarnings("NullAway")
    default void aNullElementIsRefusedBeforeAnythingIsWritten() throws Exception {
        Buffer<String> buffer = open("a");
        String[] holed = {"b", null, "c"};
        assertThatNullPointerException().isThrownBy(() -> buffer.add(null));
        assertThatNullPointerException().isThrownBy(() -> buffer.offer(null));
        assertThatNullPointerException().isThrownBy(() -> buffer.offer(null, Duration.ZERO));
        assertThatNullPointerException().isThrownBy(() -> buffer.write(holed)).withMessageContaining("1");
        assertThatNullPointerException().isThrownBy(() -> buffer.offer(holed, 0, 3));
        assertThat(buffer.snapshot()).containsExactly("a");
        assertThat(buffer.stats().rejected()).isZero();
    }

    @Test
    default void theStreamIsOrderedAndOfUnknownLength() throws Exception {
        Spliterator<String> elements = open("a").stream().spliterator();
        assertThat(elements.hasCharacteristics(Spliterator.ORDERED | Spliterator.NONNULL))
                .isTrue();
        assertThat(elements.estimateSize()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @SuppressWarnings("NullAway")
    default void aNullOutsideTheRunDoesNotMatter() throws Exception {
        Buffer<String> buffer = create(8);
        buffer.write(new String[] {null, "a", "b", null}, 1, 2);
        assertThat(buffer.offer(new String[] {null, "c", null}, 1, 1)).isEqualTo(1);
        assertThat(buffer.snapshot()).containsExactly("a", "b", "c");
    }

    @Test
    @SuppressWarnings("NullAway")
    default void nullArgumentsAreRefused() throws Exception {
        Buffer<String> buffer = open("a");
        List<Call.Action> calls = List.of(
                () -> buffer.write(null),
                () -> buffer.read(null),
                () -> buffer.offer("b", null),
                () -> buffer.poll(null),
                () -> buffer.readBatch(1, null),
                () -> buffer.drainTo(null, 1),
                () -> buffer.forEach(null),
                () -> buffer.closeWrite(null),
                () -> buffer.awaitDrained(null),
                () -> buffer.awaitIdle(null));
        for (Call.Action call : calls) {
            assertThatNullPointerException().isThrownBy(call::run);
        }
        assertThat(buffer.snapshot()).containsExactly("a");
        assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    default void lengthZeroReturnsAtOnceInEveryState() throws Exception {
        Buffer<String> draining = open("a");
        draining.closeWrite();
        Buffer<String> drained = create(1);
        drained.closeWrite();
        Buffer<String> closed = create(1);
        closed.close();
        Buffer<String> full = create(1);
        full.add("a");
        Buffer<String> empty = create(1);
        for (Buffer<String> buffer : List.of(empty, full, draining, drained, closed)) {
            BufferStats before = buffer.stats();
            buffer.write(new String[0]);
            buffer.write(new String[] {"x"}, 1, 0);
            assertThat(buffer.offer(new String[] {"x"}, 0, 0)).isZero();
            assertThat(buffer.read(new String[0])).isZero();
            assertThat(buffer.drainTo(new ArrayList<>(), 0)).isZero();
            assertThat(buffer.discard(0)).isZero();
            assertThat(buffer.stats()).isEqualTo(before);
        }
    }

    @Test
    default void boundsAreCheckedInEveryState() throws Exception {
        Buffer<String> closed = create(2);
        closed.close();
        String[] array = {"a", "b"};
        for (Buffer<String> buffer : List.of(open("a"), closed)) {
            for (int[] bounds : new int[][] {{-1, 1}, {0, -1}, {0, 3}, {2, 1}, {3, 0}, {1, Integer.MAX_VALUE}}) {
                List<Call.Action> calls = List.of(
                        () -> buffer.write(array, bounds[0], bounds[1]),
                        () -> buffer.offer(array, bounds[0], bounds[1]),
                        () -> buffer.read(array, bounds[0], bounds[1]));
                for (Call.Action call : calls) {
                    assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
                }
            }
        }
    }

    @Test
    default void negativeCountsAreRefusedWithTheirValue() throws Exception {
        Buffer<String> buffer = open("a", "b");
        List<Call.Action> calls = List.of(
                () -> buffer.discard(-17),
                () -> buffer.readBatch(-17, Duration.ZERO),
                () -> buffer.readEnvelopes(-17, Duration.ZERO),
                () -> buffer.drainTo(new ArrayList<>(), -17));
        for (Call.Action call : calls) {
            assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining("-17");
        }
        assertThat(buffer.snapshot()).containsExactly("a", "b");
    }

    /** An empty batch means the end. */
    @Test
    default void aBatchOfZeroElementsIsRefusedInEveryState() throws Exception {
        Buffer<String> draining = open("a");
        draining.closeWrite();
        Buffer<String> drained = create(1);
        drained.closeWrite();
        Buffer<String> closed = create(1);
        closed.close();
        for (Buffer<String> buffer : List.of(this.<String>create(1), open("a"), draining, drained, closed)) {
            BufferStats before = buffer.stats();
            for (Call.Action call :
                    List.<Call.Action>of(() -> buffer.readBatch(0, LONGEST), () -> buffer.readEnvelopes(0, LONGEST))) {
                assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining("is 0");
            }
            assertThat(buffer.stats()).isEqualTo(before);
        }
    }

    @Test
    default void aCapacityBelowOneIsRefusedWithItsValue() throws Exception {
        for (int capacity : new int[] {0, -17, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> create(capacity))
                    .withMessageContaining(String.valueOf(capacity));
            Buffer<String> buffer = create(3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> buffer.resize(capacity))
                    .withMessageContaining(String.valueOf(capacity));
            assertThat(buffer.capacity()).isEqualTo(3);
        }
    }

    @Test
    default void readReturnsTheAvailableElementsAndDoesNotWaitForMore() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        String[] target = new String[5];
        assertThat(buffer.read(target, 1, 2)).isEqualTo(2);
        assertThat(target).containsExactly(null, "a", "b", null, null);
        assertThat(buffer.read(target)).isEqualTo(1);
        assertThat(target).containsExactly("c", "a", "b", null, null);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    default void aTargetArrayOfANarrowerTypeLosesNothing() throws Exception {
        Buffer buffer = create(8);
        buffer.add("a");
        buffer.add(1);
        buffer.add("c");
        assertThatThrownBy(() -> buffer.read(new String[3])).isInstanceOf(ArrayStoreException.class);
        assertThat(buffer.snapshot()).containsExactly("a", 1, "c");
        BufferStats stats = buffer.stats();
        assertThat(stats.read()).isEqualTo(has(Capability.STORES_BEFORE_TAKING) ? 0 : 3);
        assertThat(stats.written()).isEqualTo(stats.read() + 3);
    }

    @Test
    default void readBatchTakesAtMostMaxInOrder() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        assertThat(buffer.readBatch(2, LONGEST)).containsExactly("a", "b");
        assertThat(buffer.readBatch(2, Duration.ZERO)).containsExactly("c");
    }

    @Test
    default void readBatchWithNegativeLingerReadsTheAvailableElements() throws Exception {
        assertThat(open("a", "b").readBatch(Integer.MAX_VALUE, NEGATIVE)).containsExactly("a", "b");
    }

    @Test
    default void aTimeOutOfZeroOrLessMeansOneAttemptAndNeverChangesTheState() throws Exception {
        for (Duration timeout : List.of(Duration.ZERO, NEGATIVE)) {
            Buffer<String> buffer = create(1);
            assertThat(buffer.poll(timeout)).isNull();
            assertThat(buffer.awaitDrained(timeout)).isFalse();
            assertThat(buffer.offer("a", timeout)).isTrue();
            assertThat(buffer.poll(timeout)).isEqualTo("a");
            assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
            assertThat(buffer.stats().readBlockedCount()).isZero();
        }
    }

    @Test
    default void theLongestTimeOutIsAccepted() throws Exception {
        Buffer<String> buffer = create(1);
        assertThat(buffer.offer("a", LONGEST)).isTrue();
        assertThat(buffer.poll(LONGEST)).isEqualTo("a");
        buffer.closeWrite();
        assertThat(buffer.awaitDrained(LONGEST)).isTrue();
        assertThat(buffer.awaitIdle(LONGEST)).isTrue();
    }

    @Test
    default void snapshotAndPeekRemoveNothingAndShareNoState() throws Exception {
        Buffer<String> buffer = open("a", "b");
        List<String> before = buffer.snapshot();
        assertThat(buffer.peek()).isEqualTo("a");
        assertThat(buffer.next()).isEqualTo("a");
        buffer.add("c");
        assertThat(before).containsExactly("a", "b");
        assertThatThrownBy(() -> before.set(0, "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(buffer.snapshot()).containsExactly("b", "c");
    }

    @Test
    default void snapshotOfAnEmptyBufferThatHasWrappedIsEmpty() throws Exception {
        Buffer<String> buffer = create(3);
        for (int i = 0; i < 4; i++) {
            buffer.add("x");
            buffer.next();
        }
        assertThat(buffer.snapshot()).isEmpty();
        assertThat(buffer.peek()).isNull();
        assertThat(buffer.drainTo(new ArrayList<>(), 3)).isZero();
    }

    @Test
    default void snapshotFollowsTheOrderAcrossTheWrap() throws Exception {
        Buffer<String> buffer = create(4);
        buffer.write(new String[] {"a", "b", "c"});
        buffer.discard(2);
        buffer.write(new String[] {"d", "e", "f"});
        assertThat(buffer.snapshot()).containsExactly("c", "d", "e", "f");
        assertThat(buffer.read(new String[4])).isEqualTo(4);
    }

    @Test
    default void streamIsLazyAndTakesOnlyWhatItDelivers() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        Stream<String> stream = buffer.stream();
        assertThat(buffer.size()).isEqualTo(3);
        assertThat(stream.limit(2)).containsExactly("a", "b");
        assertThat(buffer.snapshot()).containsExactly("c");
    }

    @Test
    default void aParallelStreamReadsEverythingOnce() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        buffer.closeWrite();
        assertThat(buffer.stream().parallel().map(String::toUpperCase).toList()).containsExactly("A", "B", "C");
    }

    @Test
    default void eachCallThrowsANewException() throws Exception {
        Buffer<String> buffer = create(1);
        IllegalStateException cause = new IllegalStateException("cause");
        buffer.closeWithError(cause);
        Throwable first = catchThrowable(buffer::next);
        Throwable second = catchThrowable(buffer::next);
        assertThat(first).isNotSameAs(second).hasSameClassAs(second);
        assertError(first.getCause(), cause);
        assertError(second.getCause(), cause);
    }

    @Test
    default void resizeOfAnEndedBufferIsRefused() throws Exception {
        Buffer<String> drained = create(3);
        drained.closeWrite();
        Buffer<String> closed = create(3);
        closed.close();
        for (Buffer<String> buffer : List.of(drained, closed)) {
            assertThatThrownBy(() -> buffer.resize(5)).isInstanceOf(BufferClosedException.class);
            assertThat(buffer.capacity()).isEqualTo(3);
        }
    }

    @Test
    default void resizeWhileDrainingIsAllowed() throws Exception {
        Buffer<String> buffer = open("a", "b");
        buffer.closeWrite();
        buffer.resize(16);
        assertThat(buffer.capacity()).isEqualTo(16);
        assertThat(buffer.snapshot()).containsExactly("a", "b");
    }

    @Test
    default void resizeUpMakesRoomAndKeepsTheOrder() throws Exception {
        Buffer<String> buffer = create(2);
        buffer.write(new String[] {"x", "a"});
        buffer.discard(1);
        buffer.add("b");
        buffer.resize(5);
        buffer.write(new String[] {"c", "d", "e"});
        assertThat(buffer.snapshot()).containsExactly("a", "b", "c", "d", "e");
        assertThat(buffer.capacity()).isEqualTo(5);
    }

    @Test
    default void theNameAppearsInToStringAndInMessages() {
        Buffer<String> named = create("orders", 3);
        assertThat(named.name()).isEqualTo("orders");
        assertThat(named.toString()).contains("orders");
        assertThatThrownBy(() -> {
                    named.close();
                    named.next();
                })
                .hasMessageContaining("orders");
    }
}
