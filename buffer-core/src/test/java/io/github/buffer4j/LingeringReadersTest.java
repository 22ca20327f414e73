package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When a batch is ready, and which reader is signalled. */
class LingeringReadersTest {

    private static final int CAPACITY = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Elements<String> contents = new Elements<>(
            Buffer.builder(),
            new Contents.Room(CAPACITY, CAPACITY, CAPACITY),
            new ReaderThreads(),
            new WriterThreads(),
            null);
    private final WriterTurn turn = new WriterTurn(lock);
    private final WaitingSide writers = new WaitingSide(lock, () -> 0);
    private final LingeringReaders lingering = new LingeringReaders(lock, contents, turn, writers);

    private void append(int elements) {
        for (int i = 0; i < elements; i++) {
            contents.append("element", null);
        }
    }

    @Test
    void aBatchIsReadyWhenThereAreEnoughElements() {
        append(1);
        assertThat(lingering.isReady(2)).isFalse();
        append(1);
        assertThat(lingering.isReady(2)).isTrue();
        assertThat(lingering.isReady(3)).isFalse();
    }

    @Test
    void aBatchIsReadyWhenTheBufferIsFull() {
        append(CAPACITY);
        assertThat(lingering.isReady(9)).isTrue();
    }

    @Test
    void aBatchIsReadyWhenAWriterWaitsOrHoldsTheTurn() {
        writers.begin();
        assertThat(lingering.isReady(3)).as("ready without elements").isFalse();
        append(1);
        assertThat(lingering.isReady(3)).isTrue();
        writers.end();
        assertThat(lingering.isReady(3)).isFalse();
        turn.take();
        assertThat(lingering.isReady(3)).isTrue();
    }

    private Call<Long> lingeringFor(int wanted) throws Exception {
        int before = parked();
        Call<Long> call = Call.of(() -> {
            lock.lock();
            try {
                Integer size = wanted;
                lingering.enter(size);
                try {
                    return lingering.await(RelayCondition.FOREVER);
                } finally {
                    lingering.leave(size);
                }
            } finally {
                lock.unlock();
            }
        });
        Awaitility.await("a lingering reader").until(() -> parked() == before + 1);
        return call;
    }

    private int parked() {
        lock.lock();
        try {
            return lingering.batchReady.parked();
        } finally {
            lock.unlock();
        }
    }

    private boolean signalIfReady() {
        lock.lock();
        try {
            return lingering.signalIfReady();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void theSmallestBatchDecidesWhetherToSignal() throws Exception {
        append(2);
        assertThat(signalIfReady()).as("signalled without a lingering reader").isFalse();
        Call<Long> first = lingeringFor(4);
        assertThat(signalIfReady()).isFalse();
        Call<Long> second = lingeringFor(2);
        assertThat(signalIfReady()).isTrue();
        Awaitility.await("the signalled reader").until(() -> parked() == 1);
        lock.lock();
        try {
            lingering.signalAll();
        } finally {
            lock.unlock();
        }
        assertThat(first.result()).isEqualTo(second.result());
        assertThat(signalIfReady()).as("signalled without a lingering reader").isFalse();
    }
}
