package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads that spin before they park, caught while they do. */
class SpinningTest {

    private static final int ATTEMPTS = 1_000;

    private final AbstractBuffer<String> buffer = new BlockBuffer<>(2);

    /** What the test does while it has the lock and the thread that has spun is in line for it. */
    private interface Step {
        void run() throws Exception;
    }

    @BeforeEach
    void threadsSpin() throws Exception {
        assumeThat(Call.of(Spinner::mayCurrentThread).result())
                .as("threads spin here")
                .isTrue();
    }

    @Test
    void anElementThatComesWhileAReaderSpinsIsTaken() throws Exception {
        Call<String> reader = spinning(buffer::next, () -> buffer.add("a"));
        assertThat(reader.result()).isEqualTo("a");
    }

    @Test
    void aSlotThatIsFreedWhileAWriterSpinsIsTaken() throws Exception {
        buffer.write(new String[] {"a", "b"});
        Call<Boolean> writer = spinning(
                () -> {
                    buffer.add("c");
                    return true;
                },
                buffer::next);
        assertThat(writer.result()).isTrue();
        assertThat(buffer.snapshot()).containsExactly("b", "c");
    }

    @Test
    void aReaderThatHasSpunInVainIsWoken() throws Exception {
        Call<String> reader = spinning(buffer::next, () -> {}).awaitWaiting(buffer, 1);
        buffer.add("a");
        assertThat(reader.result()).isEqualTo("a");
    }

    @Test
    void closingEndsTheWaitOfAReaderThatSpins() throws Exception {
        Call<String> reader = spinning(buffer::next, buffer::closeWrite);
        assertThat(reader.result()).isNull();
    }

    @Test
    void anInterruptEndsTheWaitOfAReaderThatSpins() throws Exception {
        Call<String> reader = spinning(buffer::next, () -> {});
        reader.interrupt();
        assertThat(reader.failure(InterruptedException.class)).isNotNull();
    }

    /* One that has parked before it is caught gets what it waits for, and another is started. */
    private <T> Call<T> spinning(Callable<T> body, Step step) throws Exception {
        boolean reads = buffer.size() == 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Call<T> call = Call.of(body);
            if (caught(call, step)) {
                return call;
            }
            if (reads) {
                buffer.add("again");
            } else {
                buffer.next();
            }
            call.result();
        }
        throw new AssertionError("never caught a thread that spins");
    }

    /* With the lock held, a thread that waits and is in line for the lock has spun: one that has parked is not in line. */
    private boolean caught(Call<?> call, Step step) throws Exception {
        while (true) {
            buffer.lock.lock();
            try {
                if (Call.waiting(buffer) == 1) {
                    call.awaitParked();
                    boolean caught = call.isQueuedFor(buffer);
                    if (caught) {
                        step.run();
                    }
                    return caught;
                }
            } finally {
                buffer.lock.unlock();
            }
        }
    }
}
