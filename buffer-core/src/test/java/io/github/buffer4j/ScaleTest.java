package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Very many interrupts, and very many threads. */
class ScaleTest {

    private static final int MANY = 10_000;

    /* A node or two of the lock's queue may remain. */
    private static final long A_FEW_NODES = 200;

    @ParameterizedTest
    @EnumSource(names = {"NEXT", "READ_BATCH", "POLL", "ADD", "WRITE", "OFFER"})
    void manyInterruptedWaitersLeaveNothingBehind(Waiter waiter) throws Exception {
        AbstractBuffer<String> buffer = waiter.on(Kind.BLOCK.create(3));
        long before = Footprint.of(buffer);
        List<Call<?>> others = Waiter.wait(buffer, List.of(waiter, waiter));
        AtomicInteger interrupts = new AtomicInteger();
        Call<Boolean> interrupted = Call.of(() -> {
            while (interrupts.get() < MANY) {
                try {
                    throw new AssertionError("not interrupted, but returned " + waiter.operate(buffer));
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
        });
        for (int i = 0; i < MANY; i++) {
            while (!interrupted.isDone() && (interrupts.get() < i || Call.waiting(buffer) < 3)) {
                Thread.onSpinWait();
            }
            interrupted.interrupt();
        }
        interrupted.result();
        for (Call<?> other : others) {
            waiter.satisfy(buffer);
            assertThat(other.outcome()).isEqualTo(waiter.interruptedAfterItsSignal);
        }
        assertThat(Call.waiting(buffer)).isZero();
        assertThat(Footprint.of(buffer)).isLessThan(before + A_FEW_NODES);
    }

    @ParameterizedTest
    @EnumSource(names = {"NEXT", "POLL", "ADD", "OFFER"})
    @EnabledIfSystemProperty(named = "buffer4j.test.threads", matches = "virtual")
    void closeWakesManyVirtualThreadsAndNoneIsPinned(Waiter waiter, @TempDir Path directory) throws Exception {
        closeWakes(waiter, 1);
        assertThat(pinned(directory.resolve("waiting.jfr"), () -> closeWakes(waiter, MANY)))
                .isEmpty();
    }

    /*
     * Called with a single thread first, because threads are pinned while they wait for the initialization of a class.
     */
    private static void closeWakes(Waiter waiter, int threads) throws Exception {
        AbstractBuffer<String> buffer = waiter.on(Kind.BLOCK.create(3));
        List<Call<?>> calls = Stream.<Call<?>>generate(() -> waiter.call(buffer))
                .limit(threads)
                .toList();
        calls.get(0).awaitWaiting(buffer, threads);
        buffer.close();
        for (Call<?> call : calls) {
            assertThat(call.outcome()).isEqualTo(waiter.atAnError);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "buffer4j.test.threads", matches = "virtual")
    void aPinnedThreadIsDetected(@TempDir Path directory) throws Exception {
        assertThat(pinned(
                        directory.resolve("pinned.jfr"),
                        () -> Call.of(Pinned::initialize).result()))
                .isNotEmpty();
    }

    /** Its initialization pins the thread. */
    private static final class Pinned {
        static {
            LockSupport.parkNanos(1_000_000);
        }

        static void initialize() {}
    }

    /* The first exception of a recording initializes a class of the JDK. */
    private static void initializeTheTracerOfExceptions() {
        assertThat(new IllegalStateException()).isNotNull();
    }

    private static List<RecordedEvent> pinned(Path file, Call.Action action) throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
            recording.start();
            initializeTheTracerOfExceptions();
            action.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                .toList();
    }
}
