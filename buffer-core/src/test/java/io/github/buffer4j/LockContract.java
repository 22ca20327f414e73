package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lock of a buffer: who holds it, and who is woken. Tests hold it to stop other threads at a known place. */
interface LockContract extends LocalFactory {

    private AbstractBuffer<String> filled(String... elements) throws InterruptedException {
        AbstractBuffer<String> buffer = create(8);
        buffer.write(elements);
        return buffer;
    }

    @Test
    default void everyCallReleasesTheLock() throws Exception {
        AbstractBuffer<String> buffer = filled("a", "b", "c", "d", "e", "f");
        List<Call.Action> calls = List.of(
                () -> buffer.add("g"),
                () -> buffer.write(new String[] {"h"}),
                () -> buffer.offer("i"),
                () -> buffer.offer("j", Duration.ZERO),
                () -> buffer.offer(new String[] {"k"}, 0, 1),
                buffer::next,
                buffer::poll,
                () -> buffer.poll(Duration.ZERO),
                () -> buffer.read(new String[1]),
                () -> buffer.readBatch(1, Duration.ZERO),
                () -> buffer.drainTo(new ArrayList<>(), 1),
                buffer::peek,
                buffer::snapshot,
                () -> buffer.discard(1),
                buffer::size,
                buffer::capacity,
                () -> buffer.resize(9),
                buffer::stats,
                buffer::state,
                buffer::error,
                () -> assertThat(buffer.toString()).isNotNull(),
                () -> buffer.awaitDrained(Duration.ZERO),
                () -> buffer.awaitIdle(Duration.ZERO),
                buffer::reset,
                buffer::closeWrite,
                buffer::close);
        for (Call.Action call : calls) {
            call.run();
            assertThat(buffer.lock.isLocked())
                    .as("call %d", calls.indexOf(call))
                    .isFalse();
        }
    }

    @Test
    default void aTargetCollectionIsCalledWithoutTheLock() throws Exception {
        AbstractBuffer<String> buffer = filled("a");
        List<Boolean> locked = new ArrayList<>();
        buffer.drainTo(
                new ArrayList<String>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public boolean add(String element) {
                        return locked.add(buffer.lock.isLocked());
                    }
                },
                1);
        assertThat(locked).containsExactly(false);
    }

    @Test
    default void anElementWakesExactlyOneReader() throws Exception {
        AbstractBuffer<String> buffer = create(4);
        Call<Boolean> drained =
                Call.of(() -> buffer.awaitDrained(WaitingContract.LONG)).awaitParked();
        List<Call<String>> readers = WaitingContract.waiting(buffer, 2, buffer::next);
        buffer.lock.lock();
        try {
            buffer.add("a");
            assertThat(Call.awaitQueued(readers, buffer)).isEqualTo(1);
            assertThat(drained.isQueuedFor(buffer)).isFalse();
        } finally {
            buffer.lock.unlock();
        }
        buffer.add("b");
        assertThat(WaitingContract.results(readers)).containsExactlyInAnyOrder("a", "b");
        buffer.close();
        drained.result();
    }

    @Test
    default void aReaderWhoseElementWasTakenByAnotherKeepsWaiting() throws Exception {
        AbstractBuffer<String> buffer = create(4);
        Call<String> reader = Call.of(buffer::next).awaitWaiting(buffer, 1);
        buffer.lock.lock();
        try {
            buffer.add("a");
            reader.awaitQueuedFor(buffer);
            assertThat(buffer.poll()).isEqualTo("a");
        } finally {
            buffer.lock.unlock();
        }
        reader.awaitWaiting(buffer, 1);
        buffer.add("b");
        assertThat(reader.result()).isEqualTo("b");
    }

    /** The test holds the lock, so a signalled thread is queued for it at once. */
    @Test
    default void readBatchWakesForItsBatchAndNotForEachElement() throws Exception {
        AbstractBuffer<String> buffer = create(8);
        buffer.add("a");
        Call<List<String>> reader =
                Call.of(() -> buffer.readBatch(4, WaitingContract.LONG)).awaitWaiting(buffer, 1);
        buffer.lock.lock();
        try {
            buffer.add("b");
            buffer.add("c");
            assertThat(reader.isQueuedFor(buffer)).isFalse();
            buffer.add("d");
            assertThat(reader.isQueuedFor(buffer)).isTrue();
        } finally {
            buffer.lock.unlock();
        }
        assertThat(reader.result()).containsExactly("a", "b", "c", "d");
    }

    @Test
    default void readBatchWakesWhenTheBufferIsFull() throws Exception {
        AbstractBuffer<String> buffer = create(2);
        buffer.add("a");
        Call<List<String>> reader =
                Call.of(() -> buffer.readBatch(9, WaitingContract.LONG)).awaitWaiting(buffer, 1);
        buffer.lock.lock();
        try {
            buffer.add("b");
            assertThat(reader.isQueuedFor(buffer)).isFalse();
            buffer.add("c");
            assertThat(reader.isQueuedFor(buffer)).isTrue();
        } finally {
            buffer.lock.unlock();
        }
        WaitingContract.await(buffer, reader);
        buffer.closeWrite();
        assertThat(reader.result()).containsExactly("a", "b", "c");
    }

    @Test
    default void anInterruptedOrTimedOutBatchLeavesNothingBehind() throws Exception {
        AbstractBuffer<String> buffer = create(8);
        buffer.add("a");
        Call<List<String>> greedy =
                Call.of(() -> buffer.readBatch(2, WaitingContract.LONG)).awaitWaiting(buffer, 1);
        greedy.interrupt();
        assertThat(greedy.result()).containsExactly("a");
        buffer.add("b");
        Call<List<String>> reader =
                Call.of(() -> buffer.readBatch(4, WaitingContract.LONG)).awaitWaiting(buffer, 1);
        buffer.lock.lock();
        try {
            buffer.write(new String[] {"c", "d"});
            assertThat(reader.isQueuedFor(buffer)).isFalse();
            buffer.add("e");
        } finally {
            buffer.lock.unlock();
        }
        assertThat(reader.result()).containsExactly("b", "c", "d", "e");
    }
}
