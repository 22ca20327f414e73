package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Waiting readers and their wake-ups, for every kind of buffer. */
public interface WaitingContract extends BufferFactory {

    Duration LONG = Duration.ofDays(1);
    Duration SHORT = Duration.ofMillis(20);

    /** Starts calls one after the other, so that they wait in this order. */
    static <T> List<Call<T>> waiting(StreamingBuffer buffer, int count, Callable<T> body) {
        List<Call<T>> calls = new ArrayList<>();
        int others = Call.waiting(buffer);
        for (int i = 1; i <= count; i++) {
            calls.add(Call.of(body).awaitWaiting(buffer, others + i));
        }
        return calls;
    }

    static <T> List<T> results(List<Call<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        for (Call<T> call : calls) {
            results.add(call.result());
        }
        return results;
    }

    @Test
    default void nextWaitsWhileEmpty() throws Exception {
        Buffer<String> buffer = create(4);
        Call<String> reader = Call.of(buffer::next).awaitWaiting(buffer, 1);
        buffer.add("a");
        assertThat(reader.result()).isEqualTo("a");
    }

    @Test
    default void readWaitsForTheFirstElementOnly() throws Exception {
        Buffer<String> buffer = create(4);
        String[] target = new String[4];
        Call<Integer> reader = Call.of(() -> buffer.read(target)).awaitWaiting(buffer, 1);
        buffer.write(new String[] {"a", "b"});
        assertThat(reader.result()).isEqualTo(2);
        assertThat(target).startsWith("a", "b");
    }

    @Test
    default void timedPollReturnsAnElementThatArrivesInTime() throws Exception {
        Buffer<String> buffer = create(4);
        Call<String> reader = Call.of(() -> buffer.poll(LONG)).awaitWaiting(buffer, 1);
        assertThat(buffer.offer("a")).isTrue();
        assertThat(reader.result()).isEqualTo("a");
    }

    @Test
    default void timedPollTimesOutAndLeavesTheStateUnchanged() throws Exception {
        Buffer<String> buffer = create(4);
        long start = System.nanoTime();
        assertThat(buffer.poll(SHORT)).isNull();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
        assertThat(buffer.stats().readersWaiting()).isZero();
    }

    @Test
    default void everyWayToWriteWakesAReader() throws Exception {
        Buffer<String> buffer = create(4);
        List<Call.Action> writes = List.of(
                () -> buffer.add("a"),
                () -> buffer.write(new String[] {"a"}),
                () -> buffer.offer("a"),
                () -> buffer.offer("a", LONG),
                () -> buffer.offer(new String[] {"a"}, 0, 1));
        for (Call.Action write : writes) {
            Call<String> reader = Call.of(buffer::next).awaitWaiting(buffer, 1);
            write.run();
            assertThat(reader.result()).isEqualTo("a");
        }
    }

    @Test
    default void aBulkWriteOfKWakesKReaders() throws Exception {
        Buffer<String> buffer = create(4);
        List<Call<String>> readers = waiting(buffer, 3, buffer::next);
        buffer.write(new String[] {"a", "b", "c"});
        assertThat(results(readers)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    default void aBulkOfferOfKWakesKReadersOfEveryKind() throws Exception {
        Buffer<String> buffer = create(4);
        List<Call<String>> readers = new ArrayList<>();
        readers.addAll(waiting(buffer, 1, () -> buffer.poll(LONG)));
        readers.addAll(
                waiting(buffer, 1, () -> buffer.readBatch(1, Duration.ZERO).get(0)));
        readers.addAll(waiting(buffer, 1, buffer::next));
        buffer.offer(new String[] {"a", "b", "c"}, 0, 3);
        assertThat(results(readers)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    default void aReaderThatCannotStoreTheElementLeavesItToAnother() throws Exception {
        Buffer buffer = create(4);
        Call<Integer> first = Call.of(() -> buffer.read(new String[1])).awaitWaiting(buffer, 1);
        Call<Object> second = Call.<Object>of(buffer::next).awaitWaiting(buffer, 2);
        buffer.add(1);
        first.failure(ArrayStoreException.class);
        assertThat(second.result()).isEqualTo(1);
    }

    @Test
    default void readBatchWaitsForTheFirstElementWithoutLimit() throws Exception {
        Buffer<String> buffer = create(4);
        Call<List<String>> reader =
                Call.of(() -> buffer.readBatch(4, Duration.ZERO)).awaitWaiting(buffer, 1);
        buffer.add("a");
        assertThat(reader.result()).containsExactly("a");
    }

    @Test
    default void readBatchCollectsUntilFull() throws Exception {
        Buffer<String> buffer = create(2);
        Call<List<String>> reader = Call.of(() -> buffer.readBatch(5, LONG)).awaitWaiting(buffer, 1);
        for (String element : List.of("a", "bc", "de")) {
            buffer.write(element.split(""));
            await(buffer, reader);
        }
        assertThat(reader.result()).containsExactly("a", "b", "c", "d", "e");
        assertThat(buffer.size()).isZero();
    }

    @Test
    default void elementsThatArriveBeforeTheLingerTimeHasElapsedBelongToTheBatch() throws Exception {
        Buffer<String> buffer = open("a");
        Call<List<String>> reader = Call.of(() -> buffer.readBatch(9, Duration.ofMillis(200)));
        while (!reader.isDone() && Call.waiting(buffer) == 0) {
            Thread.onSpinWait();
        }
        buffer.add("b");
        List<String> batch = new ArrayList<>(reader.result());
        buffer.drainTo(batch, 1);
        assertThat(batch).containsExactly("a", "b");
        assertThat(Call.waiting(buffer)).isZero();
    }

    /** The batches differ in size. The reader that is woken takes the available elements. */
    @Test
    default void severalBatchesShareTheArrivingElements() throws Exception {
        Buffer<String> buffer = create(8);
        List<Call<List<String>>> readers = new ArrayList<>();
        for (int max : new int[] {6, 2}) {
            buffer.add("x");
            readers.add(Call.of(() -> buffer.readBatch(max, LONG)));
            readers.get(0).awaitWaiting(buffer, readers.size());
        }
        buffer.add("x");
        Awaitility.await().until(() -> buffer.size() == 0 || readers.get(1).isDone());
        buffer.write("xxxxxx".split(""));
        Awaitility.await().until(() -> readers.stream().anyMatch(Call::isDone));
        buffer.closeWrite();
        List<String> read = new ArrayList<>();
        for (Call<List<String>> reader : readers) {
            read.addAll(reader.result());
        }
        buffer.drainTo(read, 9);
        assertThat(read).hasSize(9);
    }

    static void await(Buffer<?> buffer, Call<?> reader) {
        Awaitility.await().until(() -> reader.isDone() || (buffer.size() == 0 && Call.waiting(buffer) == 1));
    }

    @Test
    default void readBatchCollectsNoLongerThanTheLingerTime() throws Exception {
        Buffer<String> buffer = open("a", "b");
        long start = System.nanoTime();
        assertThat(buffer.readBatch(5, SHORT)).containsExactly("a", "b");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    @Test
    default void theLingerTimeCountsFromTheFirstElementHoweverManyFollow() throws Exception {
        Buffer<String> buffer = open("a");
        Call<List<String>> reader = Call.of(() -> buffer.readBatch(Integer.MAX_VALUE, Duration.ofMillis(100)));
        while (!reader.isDone()) {
            buffer.offer("x");
            Thread.onSpinWait();
        }
        assertThat(reader.result()).isNotEmpty();
    }

    @Test
    default void readBatchReturnsTheRemainingElementsAndThenTheEnd() throws Exception {
        Buffer<String> buffer = open("a");
        Call<List<String>> reader = Call.of(() -> buffer.readBatch(5, LONG)).awaitWaiting(buffer, 1);
        buffer.closeWrite();
        assertThat(reader.result()).containsExactly("a");
        assertThat(buffer.readBatch(5, LONG)).isEmpty();
    }

    @Test
    default void aLingeringReaderReturnsItsElementsWhenTheStreamEnds() throws Exception {
        Buffer<String> buffer = open("a");
        Call<List<String>> reader = Call.of(() -> buffer.readBatch(5, LONG)).awaitWaiting(buffer, 1);
        buffer.add("b");
        buffer.closeWrite();
        assertThat(reader.result()).containsExactly("a", "b");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    default void readBatchReturnsItsElementsWhenTheBufferIsClosedAndThenThrows() throws Exception {
        IOException cause = new IOException("the cable was cut");
        Buffer<String> buffer = open("a");
        Call<List<String>> reader = Call.of(() -> buffer.readBatch(5, LONG)).awaitWaiting(buffer, 1);
        buffer.closeWithError(cause);
        assertThat(reader.result()).containsExactly("a");
        assertError(
                Call.of(() -> buffer.readBatch(5, LONG))
                        .failure(BufferClosedException.class)
                        .getCause(),
                cause);
    }

    @Test
    default void forEachAndStreamWaitForMoreUntilTheEnd() throws Exception {
        Buffer<String> buffer = create(4);
        List<String> seen = new ArrayList<>();
        Call<Boolean> reader = Call.of(() -> buffer.forEach(seen::add)).awaitWaiting(buffer, 1);
        buffer.add("a");
        buffer.add("b");
        buffer.closeWrite();
        reader.result();
        assertThat(seen).containsExactly("a", "b");

        Buffer<String> second = create(4);
        Call<List<String>> stream = Call.of(() -> second.stream().toList()).awaitWaiting(second, 1);
        second.add("c");
        second.closeWrite();
        assertThat(stream.result()).containsExactly("c");
    }

    @Test
    default void awaitDrainedWaitsForTheLastElementToLeave() throws Exception {
        Buffer<String> buffer = open("a", "b");
        Call<Boolean> drained = Call.of(() -> buffer.awaitDrained(LONG)).awaitParked();
        buffer.closeWrite();
        buffer.next();
        assertThat(buffer.awaitDrained(SHORT)).isFalse();
        assertThat(drained.isDone()).isFalse();
        buffer.next();
        assertThat(drained.result()).isTrue();
    }

    @Test
    default void awaitDrainedIsTrueOnceClosed() throws Exception {
        Buffer<String> buffer = open("a");
        Call<Boolean> drained = Call.of(() -> buffer.awaitDrained(LONG)).awaitParked();
        buffer.close();
        assertThat(drained.result()).isTrue();
        assertThat(buffer.awaitDrained(Duration.ZERO)).isTrue();
    }
}
