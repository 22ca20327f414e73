package io.github.buffer4j;

import static io.github.buffer4j.WaitingContract.LONG;
import static io.github.buffer4j.WaitingContract.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Waiting writers under arranged interleavings: the test holds the buffer's lock, queues threads in a known order,
 * makes one change, and releases the lock. Closing and interrupts have separate tests.
 */
class WriterWakeUpTest {

    private final BlockBuffer<String> buffer = new BlockBuffer<>(1);

    private Call<Boolean> bulkWriterInProgress() throws Exception {
        return Call.of(() -> buffer.write(new String[] {"1", "2", "3"})).awaitWaiting(buffer, 1);
    }

    private Call<Boolean> waitingAdd(String element) {
        int others = Call.waiting(buffer);
        return Call.of(() -> buffer.add(element)).awaitWaiting(buffer, others + 1);
    }

    @Test
    void aSlotWakesExactlyOneWriter() throws Exception {
        buffer.add("a");
        Call<Boolean> drained = Call.of(() -> buffer.awaitDrained(LONG)).awaitParked();
        List<Call<Boolean>> writers = waiting(buffer, 2, () -> buffer.offer("b", LONG));
        buffer.lock.lock();
        try {
            buffer.poll();
            assertThat(Call.awaitQueued(writers, buffer)).isEqualTo(1);
            assertThat(drained.isQueuedFor(buffer)).isFalse();
        } finally {
            buffer.lock.unlock();
        }
        assertThat(buffer.next()).isEqualTo("b");
        assertThat(WaitingContract.results(writers)).containsOnly(true);
        buffer.close();
        drained.result();
    }

    @Test
    void aWriterWhoseSlotWasTakenByAnotherKeepsWaiting() throws Exception {
        buffer.add("a");
        Call<Boolean> writer = waitingAdd("w");
        buffer.lock.lock();
        try {
            assertThat(buffer.poll()).isEqualTo("a");
            writer.awaitQueuedFor(buffer);
            assertThat(buffer.offer("b")).isTrue();
        } finally {
            buffer.lock.unlock();
        }
        writer.awaitWaiting(buffer, 1);
        assertThat(buffer.next()).isEqualTo("b");
        writer.result();
        assertThat(buffer.next()).isEqualTo("w");
    }

    @Test
    void twoWritersAndOneReaderDoNotDeadlockAtCapacityOne() throws Exception {
        buffer.add("a");
        List<Call<Boolean>> writers = waiting(buffer, 2, () -> {
            buffer.add("b");
            return true;
        });
        for (int i = 0; i < 3; i++) {
            assertThat(buffer.next()).isNotNull();
        }
        WaitingContract.results(writers);
    }

    @Test
    void anInterruptedWriterLeavesTheTurnToTheBulkWriter() throws Exception {
        Call<Boolean> bulk = bulkWriterInProgress();
        Call<Boolean> other = Call.of(() -> buffer.add("x")).awaitWaiting(buffer, 2);
        other.interrupt();
        other.failure(InterruptedException.class);
        buffer.lock.lock();
        try {
            assertThat(buffer.poll()).isEqualTo("1");
            assertThat(buffer.offer("y")).isFalse();
        } finally {
            buffer.lock.unlock();
        }
        assertThat(buffer.next()).isEqualTo("2");
        assertThat(buffer.next()).isEqualTo("3");
        bulk.result();
    }

    @Test
    void noOtherWriterIsAdmittedDuringABulkWrite() throws Exception {
        Call<Boolean> bulk = bulkWriterInProgress();
        Call<Boolean> timed = Call.of(() -> buffer.offer("t", LONG)).awaitWaiting(buffer, 2);
        buffer.lock.lock();
        try {
            assertThat(buffer.poll()).isEqualTo("1");
            assertThat(buffer.offer("x")).isFalse();
            assertThat(buffer.offer("x", Duration.ZERO)).isFalse();
            assertThat(buffer.offer(new String[] {"x"}, 0, 1)).isZero();
        } finally {
            buffer.lock.unlock();
        }
        assertThat(buffer.next()).isEqualTo("2");
        assertThat(buffer.next()).isEqualTo("3");
        bulk.result();
        assertThat(timed.result()).isTrue();
        assertThat(buffer.next()).isEqualTo("t");
    }

    @Test
    void aWriterThatWaitedBeforeABulkWriteProceedsAfterIt() throws Exception {
        buffer.add("0");
        Call<Boolean> earlier = waitingAdd("e");
        Call<Boolean> bulk;
        buffer.lock.lock();
        try {
            bulk = Call.of(() -> buffer.write(new String[] {"1", "2", "3"})).awaitQueuedFor(buffer);
            buffer.poll();
        } finally {
            buffer.lock.unlock();
        }
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            read.append(buffer.next());
        }
        earlier.result();
        bulk.result();
        assertThat(read.toString()).isIn("e123", "123e");
    }

    @Test
    void aCompletedBulkWriteLeavesTheRemainingRoomToOthers() throws Exception {
        Call<Boolean> bulk = bulkWriterInProgress();
        List<Call<Boolean>> others = waiting(buffer, 2, () -> buffer.offer("o", LONG));
        buffer.resize(5);
        bulk.result();
        assertThat(WaitingContract.results(others)).containsOnly(true);
        assertThat(buffer.snapshot()).containsExactly("1", "2", "3", "o", "o");
    }

    @Test
    void resetDuringABulkWriteLetsItContinue() throws Exception {
        Call<Boolean> bulk = bulkWriterInProgress();
        assertThat(buffer.reset()).isEqualTo(1);
        assertThat(buffer.next()).isEqualTo("2");
        bulk.result();
        assertThat(buffer.next()).isEqualTo("3");
    }
}
