package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** While a writer holds the turn, there is no room for other writers, and they are not signalled. */
class WriterTurnTest {

    private final ReentrantLock lock = new ReentrantLock();
    private final WriterTurn turn = new WriterTurn(lock);

    private Call<Long> waiting(boolean midRun) {
        return Call.of(() -> {
            lock.lock();
            try {
                return turn.await(midRun, RelayCondition.FOREVER);
            } finally {
                lock.unlock();
            }
        });
    }

    private int parked() {
        lock.lock();
        try {
            return turn.roomFreed.parked() + turn.turnHolderRoomFreed.parked();
        } finally {
            lock.unlock();
        }
    }

    private void awaitParked(int threads) {
        Awaitility.await("parked writers").until(() -> parked() == threads);
    }

    private void signal(int free) {
        lock.lock();
        try {
            turn.signal(free);
        } finally {
            lock.unlock();
        }
    }

    @Test
    void thereIsRoomForOthersUnlessAWriterHoldsTheTurn() {
        assertThat(turn.room(3)).isEqualTo(3);
        turn.take();
        assertThat(turn.room(3)).isZero();
        turn.pass();
        assertThat(turn.room(3)).isEqualTo(3);
    }

    @Test
    void aSignalIsForTheTurnHolder() throws Exception {
        Call<Long> other = waiting(false);
        Call<Long> holder = waiting(true);
        awaitParked(2);
        turn.take();
        signal(1);
        assertThat(holder.result()).isEqualTo(RelayCondition.FOREVER);
        assertThat(parked()).isEqualTo(1);
        turn.pass();
        signal(1);
        assertThat(other.result()).isEqualTo(RelayCondition.FOREVER);
    }

    @Test
    void noWriterIsSignalledWithoutFreeSlots() throws Exception {
        Call<Long> writer = waiting(false);
        awaitParked(1);
        signal(0);
        signal(-1);
        assertThat(parked()).isEqualTo(1);
        signal(1);
        assertThat(writer.result()).isEqualTo(RelayCondition.FOREVER);
    }

    @Test
    void theEndWakesAllWriters() throws Exception {
        Call<Long> other = waiting(false);
        Call<Long> holder = waiting(true);
        awaitParked(2);
        lock.lock();
        try {
            turn.signalAll();
        } finally {
            lock.unlock();
        }
        assertThat(holder.result()).isEqualTo(other.result());
    }
}
