package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** As many threads are signalled as can proceed, including signalled ones that have not yet returned. */
class RelayConditionTest {

    private final ReentrantLock lock = new ReentrantLock();
    private final RelayCondition condition = new RelayCondition(lock);

    private Call<Long> waiting(long nanos) {
        return Call.of(() -> {
            lock.lock();
            try {
                return condition.await(nanos);
            } finally {
                lock.unlock();
            }
        });
    }

    private int parked() {
        lock.lock();
        try {
            return condition.parked();
        } finally {
            lock.unlock();
        }
    }

    private void awaitParked(int threads) {
        Awaitility.await().until(() -> parked() == threads);
    }

    @Test
    void noSecondSignalIsSentWhileTheFirstIsOutstanding() throws Exception {
        Call<Long> first = waiting(RelayCondition.FOREVER);
        Call<Long> second = waiting(RelayCondition.FOREVER);
        awaitParked(2);
        lock.lock();
        try {
            condition.signal(1);
            condition.signal(1);
            assertThat(lock.getQueueLength()).isEqualTo(1);
        } finally {
            lock.unlock();
        }
        awaitParked(1);
        lock.lock();
        try {
            condition.signal(1);
        } finally {
            lock.unlock();
        }
        assertThat(first.result()).isEqualTo(RelayCondition.FOREVER);
        assertThat(second.result()).isEqualTo(RelayCondition.FOREVER);
        assertThat(parked()).isZero();
    }

    @Test
    void asManyThreadsAreSignalledAsCanProceed() throws Exception {
        List<Call<Long>> calls = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            calls.add(waiting(RelayCondition.FOREVER));
            awaitParked(i);
        }
        for (int available : new int[] {3, 2}) {
            lock.lock();
            try {
                for (int i = 0; i < 5; i++) {
                    condition.signal(available);
                }
                assertThat(lock.getQueueLength()).isEqualTo(available == 3 ? 3 : 1);
            } finally {
                lock.unlock();
            }
            awaitParked(available == 3 ? 1 : 0);
        }
        for (Call<Long> call : calls) {
            assertThat(call.result()).isEqualTo(RelayCondition.FOREVER);
        }
    }

    @Test
    void aWaitThatTimesOutLeavesNothingBehind() throws Exception {
        assertThat(waiting(1).result()).isNotPositive();
        assertThat(parked()).isZero();
    }
}
