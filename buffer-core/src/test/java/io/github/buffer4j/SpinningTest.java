package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Threads that spin before they park, caught while they do. */
class SpinningTest {

    private AbstractBuffer<String> buffer = new BlockBuffer<>(2);

    /** What the test does, with the lock, while a call spins. */
    private interface Step {
        void take(Call<?> call) throws Exception;
    }

    @BeforeEach
    void threadsSpin() throws Exception {
        assumeThat(Spinner.isEnabled()).as("threads spin here").isTrue();
    }

    @Test
    void anElementThatComesWhileAReaderSpinsIsTaken() throws Exception {
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
    void aReaderThatHasSpunInVainIsWoken() throws Exception {
        Call<String> reader = spinning(() -> buffer.next(), call -> {}).awaitWaiting(buffer, 1);
        buffer.add("a");
        assertThat(reader.result()).isEqualTo("a");
    }

    @Test
    void closingEndsTheWaitOfAReaderThatSpins() throws Exception {
        Call<String> reader = spinning(() -> buffer.next(), call -> buffer.closeWrite());
        assertThat(reader.result()).isNull();
    }

    @Test
    void anInterruptEndsTheWaitOfAReaderThatSpins() throws Exception {
        Call<String> reader = spinning(() -> buffer.next(), Call::interrupt);
        assertThat(reader.failure(InterruptedException.class)).isNotNull();
    }

    /*
     * A reader that always frees a slot in time must not keep an interrupted run going. Whether the writer sees that
     * in time is not in the hands of the test, hence the repetitions.
     */
    @RepeatedTest(20)
    void anInterruptEndsARunWhoseWriterSpins() throws Exception {
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

    /* Starts a call on a new buffer, until one is caught before it has parked. */
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
        throw new AssertionError("never caught a thread that spins");
    }

    /* Takes a step if a call waits and has not parked: it cannot do so as long as the test has the lock. */
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
