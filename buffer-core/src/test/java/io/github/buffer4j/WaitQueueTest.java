package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A signal goes to one thread, and none to another before that one has the lock. */
class WaitQueueTest {

    private final ReentrantLock lock = new ReentrantLock();
    private final WaitQueue queue = new WaitQueue(lock);

    private Call<Long> waiting(long nanos) {
        return Call.of(() -> {
            lock.lock();
            try {
                return queue.await(nanos);
            } finally {
                lock.unlock();
            }
        });
    }

    private int parked() {
        lock.lock();
        try {
            return queue.parked();
        } finally {
            lock.unlock();
        }
    }

    private void awaitParked(int threads) {
        Awaitility.await().until(() -> parked() == threads);
    }

    @Test
    void aSecondSignalWaitsForTheFirst() throws Exception {
        Call<Long> first = waiting(WaitQueue.FOREVER);
        Call<Long> second = waiting(WaitQueue.FOREVER);
        awaitParked(2);
        lock.lock();
        try {
            queue.signal();
            queue.signal();
            assertThat(lock.getQueueLength()).isEqualTo(1);
        } finally {
            lock.unlock();
        }
        awaitParked(1);
        lock.lock();
        try {
            queue.signal();
        } finally {
            lock.unlock();
        }
        assertThat(first.result()).isEqualTo(WaitQueue.FOREVER);
        assertThat(second.result()).isEqualTo(WaitQueue.FOREVER);
        assertThat(parked()).isZero();
    }

    @Test
    void aWaitThatTimesOutLeavesNothingBehind() throws Exception {
        assertThat(waiting(1).result()).isNotPositive();
        assertThat(parked()).isZero();
    }
}
