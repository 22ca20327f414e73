package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Threads that spin before they park; the tests act while they spin. */
class SpinningTest {

    private AbstractBuffer<String> buffer = new BlockBuffer<>(2);

    /** An action of the test while a call spins. Called with the lock held. */
    private interface Step {
        void take(Call<?> call) throws Exception;
    }

    @BeforeEach
    void threadsSpin() throws Exception {
        assumeThat(Spinner.isEnabled()).as("threads spin here").isTrue();
    }

    @Test
    void anElementWrittenWhileAReaderSpinsIsTaken() throws Exception {
        Call<String> reader = spinning(() -> buffer.next(), call -> buffer.add("a"));
        assertThat(reader.result()).isEqualTo("a");
    }

    @Test
    void aSlotThatIsFreedWhileAWriterSpinsIsTaken() throws Exception {
        Call<Boolean> writer = spinning(writing("a", "b", "c"), call -> buffer.next());
        assertThat(writer.result()).isTrue();
        assertThat(buffer.snapshot()).containsExactly("b", "c");
    }

    @Test
    void aReaderIsWokenAfterAFruitlessSpin() throws Exception {
        Call<String> reader = spinning(() -> buffer.next(), call -> {}).awaitWaiting(buffer, 1);
        buffer.add("a");
        assertThat(reader.result()).isEqualTo("a");
    }

    @Test
    void closingEndsTheWaitOfASpinningReader() throws Exception {
        Call<String> reader = spinning(() -> buffer.next(), call -> buffer.closeWrite());
        assertThat(reader.result()).isNull();
    }

    @Test
    void anInterruptEndsTheWaitOfASpinningReader() throws Exception {
        Call<String> reader = spinning(() -> buffer.next(), Call::interrupt);
        assertThat(reader.failure(InterruptedException.class)).isNotNull();
    }

    /*
     * A reader that always frees a slot in time must not let an interrupted bulk write continue. Whether the writer
     * sees the slot in time is beyond the control of the test, hence the repetitions.
     */
    @RepeatedTest(20)
    void anInterruptEndsTheBulkWriteOfASpinningWriter() throws Exception {
        Call<Boolean> writer = spinning(writing("a", "b", "c", "d", "e"), call -> {
            buffer.next();
            call.interrupt();
        });
        while (!writer.isDone()) {
            if (buffer.stats().writeBlockedCount() == 2) {
                whileSpinning(writer, call -> buffer.next());
            }
        }
        assertThat(writer.failure(InterruptedWriteException.class).written()).isEqualTo(3);
    }

    private Callable<Boolean> writing(String... elements) {
        return () -> {
            buffer.write(elements);
            return true;
        };
    }

    /* Starts calls, each on a new buffer, until the step was taken while one of them spins. */
    private <T> Call<T> spinning(Callable<T> body, Step step) throws Exception {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < Patience.LIMIT.toNanos()) {
            buffer = new BlockBuffer<>(2);
            Call<T> call = Call.of(body);
            while (Call.waiting(buffer) == 0) {
                Thread.onSpinWait();
            }
            if (whileSpinning(call, step)) {
                return call;
            }
            buffer.close();
        }
        throw new AssertionError("no call was spinning when the test had the lock");
    }

    /* Takes a step if a call waits and has not parked. It cannot park while the test holds the lock. */
    private boolean whileSpinning(Call<?> call, Step step) throws Exception {
        buffer.lock.lock();
        try {
            int parked = buffer.elementAdded.parked()
                    + buffer.turn.roomFreed.parked()
                    + buffer.turn.turnHolderRoomFreed.parked();
            boolean spins = Call.waiting(buffer) == 1 && parked == 0;
            if (spins) {
                step.take(call);
            }
            return spins;
        } finally {
            buffer.lock.unlock();
        }
    }
}
