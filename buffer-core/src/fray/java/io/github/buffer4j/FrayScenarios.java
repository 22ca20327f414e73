package io.github.buffer4j;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * The programs whose schedules are explored. They call public methods only. Their results show how schedules differ:
 * which thread came first, or how many calls had to wait.
 */
final class FrayScenarios {

    /* A lost signal shows as a deadlock, which Fray reports. */
    static final List<FrayScenario> ALL = List.of(
            new FrayScenario(
                    "readersAndWritersAtCapacityOneAllFinish",
                    false,
                    FrayScenarios::readersAndWritersAtCapacityOneAllFinish,
                    SeededBug.of("one condition for both sides, with `signal`")
                            .change(
                                    "WriterTurn.java",
                                    "WriterTurn(ReentrantLock lock)",
                                    "WriterTurn(RelayCondition elementAdded, ReentrantLock lock)")
                            .change(
                                    "WriterTurn.java",
                                    "this.roomFreed = new RelayCondition(lock);",
                                    "this.roomFreed = elementAdded;")
                            .change("Monitor.java", "new WriterTurn(lock)", "new WriterTurn(elementAdded, lock)")),
            new FrayScenario(
                    "anInterruptedReaderLeavesItsSignalToAnother",
                    false,
                    FrayScenarios::anInterruptedReaderLeavesItsSignalToAnother,
                    SeededBug.of("an interrupted waiter still counts as signalled after it has left")
                            .change("RelayCondition.java", "return awaitSignal(nanos);", """
                                    long left = awaitSignal(nanos);
                                                signalled = Math.max(0, signalled - 1);
                                                return left;
                                    """)
                            .change(
                                    "RelayCondition.java",
                                    "parked--;\n            signalled = Math.max(0, signalled - 1);",
                                    "parked--;")),
            new FrayScenario(
                    "aReaderThatTimesOutLeavesItsSignalToAnother",
                    true,
                    FrayScenarios::aReaderThatTimesOutLeavesItsSignalToAnother,
                    SeededBug.of("a waiter that timed out still counts as signalled after it has left")
                            .change("RelayCondition.java", "return awaitSignal(nanos);", """
                                    long left = awaitSignal(nanos);
                                                signalled = left > 0 ? Math.max(0, signalled - 1) : signalled;
                                                return left;
                                    """)
                            .change(
                                    "RelayCondition.java",
                                    "parked--;\n            signalled = Math.max(0, signalled - 1);",
                                    "parked--;")),
            new FrayScenario(
                    "aBulkWriteWakesAReaderForEachElement",
                    false,
                    FrayScenarios::aBulkWriteWakesAReaderForEachElement,
                    SeededBug.of("only the last waiter resets the count of signalled waiters")
                            .change(
                                    "RelayCondition.java",
                                    "signalled = Math.max(0, signalled - 1);",
                                    "signalled = parked == 0 ? 0 : signalled;")),
            new FrayScenario(
                    "aBulkReadFreesAWriterForEachSlot",
                    false,
                    FrayScenarios::aBulkReadFreesAWriterForEachSlot,
                    SeededBug.of("a signalled waiter still counts as signalled after it has returned")
                            .change(
                                    "RelayCondition.java",
                                    "parked--;\n            signalled = Math.max(0, signalled - 1);",
                                    "parked--;")),
            new FrayScenario(
                    "closingWakesAllWaiters",
                    false,
                    FrayScenarios::closingWakesAllWaiters,
                    SeededBug.of("closing wakes one thread of each side: `signal` for `signalAll`")
                            .change("RelayCondition.java", "condition.signalAll();", "condition.signal();")),
            new FrayScenario(
                    "runsLongerThanTheCapacityDoNotMix",
                    false,
                    FrayScenarios::runsLongerThanTheCapacityDoNotMix,
                    SeededBug.of("the turn of a writer in the middle of its run is not respected")
                            .change("WriterTurn.java", "return taken ? 0 : free;", "return free;")),
            new FrayScenario(
                    "noEventIsMissedWhileAThreadSpins",
                    false,
                    FrayScenarios::noEventIsMissedWhileAThreadSpins,
                    SeededBug.of("a reader parks after spinning without checking the state again")
                            .change(
                                    "Monitor.java",
                                    "readers.spin(readAheadTarget(), nanos) : nanos;",
                                    "readers.spin(readAheadTarget(), nanos) : nanos;\n"
                                            + "if (left > 0) { left = elementAdded.await(left); }")),
            new FrayScenario(
                    "aReaderInAPoolThreadMissesNoSignalBeforeItWaits",
                    true,
                    FrayScenarios::aReaderInAPoolThreadMissesNoSignalBeforeItWaits,
                    SeededBug.of("a pool thread waits although it was signalled before")
                            .change("RelayCondition.java", "if (signals == signalsBefore) {", "{")),
            new FrayScenario(
                    "aTimedOfferLetsOthersWriteAfterThePartThatItWrote",
                    true,
                    FrayScenarios::aTimedOfferLetsOthersWriteAfterThePartThatItWrote,
                    SeededBug.of("a writer whose time is up in the middle of its run keeps its turn")
                            .change(
                                    "Monitor.java",
                                    "if (midRun) {\n                turn.pass();",
                                    "if (midRun && contents.free() > 0) {\n                turn.pass();")),
            new FrayScenario(
                    "closingAPipeWakesAWriterInTheMiddleOfItsRun",
                    false,
                    FrayScenarios::closingAPipeWakesAWriterInTheMiddleOfItsRun,
                    SeededBug.of("closing does not wake a writer in the middle of its run")
                            .change("WriterTurn.java", "        turnHolderRoomFreed.signalAll();\n", "")));

    private FrayScenarios() {}

    static FrayScenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String readersAndWritersAtCapacityOneAllFinish() throws InterruptedException {
        Buffer<Integer> buffer = new BlockBuffer<>(1);
        FrayThread firstReader = FrayThread.of(buffer::next);
        FrayThread firstWriter = writer(buffer, 1);
        FrayThread secondReader = FrayThread.of(buffer::next);
        FrayThread secondWriter = writer(buffer, 2);
        String read = outcomes(firstReader, secondReader);
        require(read, "1, 2", "2, 1");
        require(outcomes(firstWriter, secondWriter), "done, done");
        return waits(buffer);
    }

    private static String anInterruptedReaderLeavesItsSignalToAnother() throws InterruptedException {
        Buffer<Integer> buffer = new BlockBuffer<>(3);
        FrayThread interrupted = FrayThread.of(buffer::next);
        FrayThread other = FrayThread.of(() -> buffer.next() + ", " + buffer.next());
        buffer.add(1);
        interrupted.interrupt();
        buffer.add(2);
        String outcome = outcomes(interrupted);
        if (!outcome.equals(FrayThread.INTERRUPTED)) {
            buffer.add(3);
        }
        String both = outcome + ", " + outcomes(other);
        require(both, "interrupted, 1, 2", "1, 2, 3", "2, 1, 3", "3, 1, 2");
        require(buffer.size(), 0);
        return both;
    }

    /* The time-out is about as long as the schedule. Fray deducts 10 ms for each wait that ends with a signal. */
    private static String aReaderThatTimesOutLeavesItsSignalToAnother() throws InterruptedException {
        Buffer<Integer> buffer = new BlockBuffer<>(2);
        FrayThread first = FrayThread.of(() -> buffer.poll(Duration.ofMillis(30)));
        FrayThread second = FrayThread.of(buffer::next);
        buffer.add(1);
        String outcome = outcomes(first);
        if (!outcome.equals("null")) {
            buffer.add(2);
        }
        String both = outcome + ", " + outcomes(second);
        require(both, "null, 1", "1, 2", "2, 1");
        require(buffer.size(), 0);
        return both;
    }

    private static String aBulkWriteWakesAReaderForEachElement() throws InterruptedException {
        Buffer<Integer> buffer = new RingBuffer<>(2);
        FrayThread first = FrayThread.of(buffer::next);
        FrayThread second = FrayThread.of(buffer::next);
        buffer.write(new Integer[] {1, 2});
        require(outcomes(first, second), "1, 2", "2, 1");
        return waits(buffer);
    }

    private static String aBulkReadFreesAWriterForEachSlot() throws InterruptedException {
        Buffer<Integer> buffer = new BlockBuffer<>(2);
        buffer.write(new Integer[] {1, 2});
        FrayThread first = writer(buffer, 3);
        FrayThread second = writer(buffer, 4);
        require(buffer.read(new Integer[2]), 2);
        require(outcomes(first, second), "done, done");
        require(buffer.snapshot(), List.of(3, 4), List.of(4, 3));
        return waits(buffer);
    }

    private static String closingWakesAllWaiters() throws InterruptedException {
        Buffer<Integer> empty = new BlockBuffer<>(1);
        Buffer<Integer> full = new BlockBuffer<>(1);
        full.add(0);
        FrayThread firstReader = FrayThread.of(empty::next);
        FrayThread secondReader = FrayThread.of(empty::next);
        FrayThread firstWriter = writer(full, 1);
        FrayThread secondWriter = writer(full, 2);
        require(empty.closeWrite(), true);
        require(full.closeWrite(), true);
        require(outcomes(firstReader, secondReader), "null, null");
        require(outcomes(firstWriter, secondWriter), "refused, refused");
        require(full.size(), 1);
        return "readers " + waits(empty) + ", writers " + waits(full);
    }

    private static String runsLongerThanTheCapacityDoNotMix() throws InterruptedException {
        Buffer<Integer> buffer = new BlockBuffer<>(1);
        FrayThread first = writer(buffer, 1, 2);
        FrayThread second = writer(buffer, 8, 9);
        String read = buffer.next() + ", " + buffer.next() + ", " + buffer.next() + ", " + buffer.next();
        require(read, "1, 2, 8, 9", "8, 9, 1, 2");
        require(outcomes(first, second), "done, done");
        return read;
    }

    /* Both sides spin before their first wait. */
    private static String noEventIsMissedWhileAThreadSpins() throws InterruptedException {
        Buffer<Integer> buffer = new BlockBuffer<>(1);
        FrayThread writer = FrayThread.of(() -> {
            buffer.add(1);
            buffer.add(2);
            return "done";
        });
        require(buffer.next() + ", " + buffer.next(), "1, 2");
        require(outcomes(writer), "done");
        return waits(buffer);
    }

    /* The pool is asked to compensate without the lock. A lost signal shows as a wait until the time-out. */
    private static String aReaderInAPoolThreadMissesNoSignalBeforeItWaits() throws InterruptedException {
        Buffer<Integer> buffer = new BlockBuffer<>(1);
        ForkJoinPool pool = new ForkJoinPool(1);
        long begin = System.nanoTime();
        ForkJoinTask<Integer> reader = pool.submit(() -> buffer.poll(Duration.ofHours(1)));
        buffer.add(1);
        require(reader.join(), 1);
        require(Duration.ofNanos(System.nanoTime() - begin).toMinutes() < 30, true);
        pool.shutdown();
        return waits(buffer);
    }

    private static String aTimedOfferLetsOthersWriteAfterThePartThatItWrote() throws InterruptedException {
        BytesBuffer buffer = BytesBuffer.block(1);
        FrayThread offer = FrayThread.of(() -> buffer.offer(new byte[] {1, 2}, 0, 2, Duration.ofMillis(30)));
        FrayThread writer = pipeWriter(buffer, 8, 9);
        FrayThread reader = FrayThread.of(() -> {
            StringBuilder read = new StringBuilder();
            for (int value = buffer.next(); value >= 0; value = buffer.next()) {
                read.append(value);
            }
            return read;
        });
        String outcome = outcomes(offer, writer);
        buffer.closeWrite();
        outcome += ", read " + outcomes(reader);
        require(
                outcome,
                "0, done, read 89",
                "1, done, read 189",
                "1, done, read 891",
                "2, done, read 1289",
                "2, done, read 8912");
        return outcome;
    }

    private static String closingAPipeWakesAWriterInTheMiddleOfItsRun() throws InterruptedException {
        BytesBuffer buffer = BytesBuffer.block(1);
        FrayThread writer = pipeWriter(buffer, 1, 2, 3);
        FrayThread reader = FrayThread.of(() -> buffer.next());
        require(buffer.closeWrite(), true);
        String outcome = outcomes(reader, writer) + ", left " + buffer.size();
        require(outcome, "-1, refused after 0, left 0", "1, refused after 1, left 0", "1, refused after 2, left 1");
        return outcome;
    }

    private static FrayThread pipeWriter(BytesBuffer buffer, int... values) {
        byte[] run = new byte[values.length];
        for (int i = 0; i < run.length; i++) {
            run[i] = (byte) values[i];
        }
        return FrayThread.of(() -> {
            try {
                buffer.write(run);
                return "done";
            } catch (BufferClosedException e) {
                return "refused after " + e.written();
            }
        });
    }

    private static FrayThread writer(Buffer<Integer> buffer, Integer... elements) {
        return FrayThread.of(() -> {
            try {
                buffer.write(elements);
                return "done";
            } catch (BufferClosedException e) {
                return "refused";
            }
        });
    }

    private static String outcomes(FrayThread first, FrayThread... others) throws InterruptedException {
        StringBuilder outcomes = new StringBuilder(String.valueOf(first.outcome()));
        for (FrayThread other : others) {
            outcomes.append(", ").append(other.outcome());
        }
        return outcomes.toString();
    }

    private static String waits(Buffer<Integer> buffer) {
        BufferStats stats = buffer.stats();
        return "wait " + (stats.readBlockedCount() + stats.writeBlockedCount()) + "×";
    }

    private static void require(@Nullable Object actual, Object... allowed) {
        if (Arrays.stream(allowed).noneMatch(value -> Objects.equals(actual, value))) {
            throw new AssertionError("is " + actual + ", not one of " + Arrays.toString(allowed));
        }
    }
}
