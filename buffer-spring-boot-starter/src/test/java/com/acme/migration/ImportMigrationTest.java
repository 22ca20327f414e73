package com.acme.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.lmax.disruptor.RingBuffer;
import io.github.buffer4j.BufferClosedException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;

/** The imports and journals of docs/migration.md, before and after. */
class ImportMigrationTest {

    private static final List<Row> ROWS =
            IntStream.range(0, 5_000).mapToObj(Row::new).toList();

    private final IllegalStateException failure = new IllegalStateException("The disk is full");
    private final List<Row> stored = new CopyOnWriteArrayList<>();

    @Test
    void bothImportsStoreAllRowsInTheirOrder() throws Exception {
        QueueImport before = new QueueImport();
        FutureTask<Void> reading = start(() -> before.read(ROWS));
        before.store(stored::addAll);
        reading.get(10, TimeUnit.SECONDS);
        assertThat(stored).isEqualTo(ROWS);

        stored.clear();
        BufferImport after = new BufferImport();
        reading = start(() -> after.read(ROWS));
        after.store(stored::addAll);
        reading.get(10, TimeUnit.SECONDS);
        assertThat(stored).isEqualTo(ROWS);
    }

    @Test
    void aSourceThatFailsEndsTheQueueLikeACompleteOneAndTheBufferWithItsFailure() throws Exception {
        QueueImport before = new QueueImport();
        assertThatThrownBy(() -> before.read(failingAfter(10))).isSameAs(failure);
        assertThatCode(() -> before.store(stored::addAll)).doesNotThrowAnyException();
        assertThat(stored).isEqualTo(ROWS.subList(0, 10));

        stored.clear();
        BufferImport after = new BufferImport();
        assertThatThrownBy(() -> after.read(failingAfter(10))).isSameAs(failure);
        assertThatThrownBy(() -> after.store(stored::addAll))
                .isInstanceOf(BufferClosedException.class)
                .hasCause(failure);
        assertThat(stored).isEqualTo(ROWS.subList(0, 10));
    }

    @Test
    void aStoreThatFailsLeavesTheReaderOfTheQueueWaitingAndEndsThatOfTheBuffer() throws Exception {
        QueueImport before = new QueueImport();
        FutureTask<Void> reading = new FutureTask<>(() -> {
            before.read(ROWS);
            return null;
        });
        Thread thread = new Thread(reading);
        thread.start();
        assertThatThrownBy(() -> before.store(this::fail)).isSameAs(failure);
        await("the reader to wait for room").until(() -> thread.getState() == Thread.State.WAITING);
        before.store(stored::addAll); // lets the reader end
        reading.get(10, TimeUnit.SECONDS);

        BufferImport after = new BufferImport();
        FutureTask<Void> readingAfter = start(() -> after.read(ROWS));
        assertThatThrownBy(() -> after.store(this::fail)).isSameAs(failure);
        assertThatThrownBy(() -> readingAfter.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(BufferClosedException.class)
                .hasCause(failure);
    }

    @Test
    void bothJournalsStoreAllRowsBeforeTheyHaveStopped() throws Exception {
        DisruptorJournal before = new DisruptorJournal(stored::addAll);
        ROWS.forEach(before::publish);
        before.stop();
        assertThat(stored).isEqualTo(ROWS);

        stored.clear();
        BufferJournal after = new BufferJournal(stored::addAll);
        FutureTask<Void> working = start(after::work);
        for (Row row : ROWS) {
            after.publish(row);
        }
        assertThat(after.stop()).isTrue();
        assertThat(stored).isEqualTo(ROWS);
        working.get(10, TimeUnit.SECONDS);
    }

    @Test
    void bothJournalsTakeRowsOfSeveralThreads() throws Exception {
        DisruptorJournal before = new DisruptorJournal(stored::addAll);
        FutureTask<Void> other = start(() -> ROWS.forEach(before::publish));
        ROWS.forEach(before::publish);
        other.get(10, TimeUnit.SECONDS);
        before.stop();
        assertThat(stored).hasSize(2 * ROWS.size()).containsAll(ROWS);

        stored.clear();
        BufferJournal after = new BufferJournal(stored::addAll);
        FutureTask<Void> working = start(after::work);
        FutureTask<Void> otherAfter = start(() -> publish(after));
        publish(after);
        otherAfter.get(10, TimeUnit.SECONDS);
        assertThat(after.stop()).isTrue();
        assertThat(stored).hasSize(2 * ROWS.size()).containsAll(ROWS);
        working.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aStoreThatFailsIsHiddenFromThePublishersOfTheDisruptorAndToldToThoseOfTheBuffer() throws Exception {
        DisruptorJournal before = new DisruptorJournal(this::fail);
        ROWS.subList(0, 1024).forEach(before::publish);
        RingBuffer<?> ring = (RingBuffer<?>) ReflectionTestUtils.getField(before, "ring");
        assertThat(ring).isNotNull();
        assertThat(ring.remainingCapacity()).as("room, which never comes back").isZero();

        BufferJournal after = new BufferJournal(this::fail);
        FutureTask<Void> working = start(after::work);
        assertThatThrownBy(() -> publish(after))
                .isInstanceOf(BufferClosedException.class)
                .hasCause(failure);
        assertThatThrownBy(() -> working.get(10, TimeUnit.SECONDS)).hasCause(failure);
    }

    private static void publish(BufferJournal journal) throws InterruptedException {
        for (Row row : ROWS) {
            journal.publish(row);
        }
    }

    private void fail(List<Row> rows) {
        throw failure;
    }

    private Iterable<Row> failingAfter(int count) {
        return () -> new Iterator<>() {

            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Row next() {
                if (next == count) {
                    throw failure;
                }
                return ROWS.get(next++);
            }
        };
    }

    private static FutureTask<Void> start(Work work) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        new Thread(task).start();
        return task;
    }

    /** What a thread does. */
    private interface Work {

        void run() throws Exception;
    }
}
