package io.github.buffer4j;

import static io.github.buffer4j.Interleavings.explore;
import static io.github.buffer4j.Interleavings.full;
import static io.github.buffer4j.Interleavings.read;
import static io.github.buffer4j.Interleavings.require;
import static io.github.buffer4j.LincheckThread.outcomes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing and interrupting while threads wait, under the interleavings that Lincheck explores. */
@Timeout(600)
@UsesLincheck
class LincheckEndTest {

    // Closing

    @ParameterizedTest
    @EnumSource
    void closeWriteEndsTheWaitOfAllReaders(Kind kind) {
        explore(() -> {
            Buffer<Integer> buffer = kind.create(2);
            LincheckThread first = LincheckThread.of(buffer::next);
            LincheckThread second = LincheckThread.of(() -> buffer.read(new Integer[2]));
            require(buffer.closeWrite(), true);
            require(outcomes(first, second), "null, -1");
        });
    }

    @ParameterizedTest
    @EnumSource
    void theEndComesAfterTheLastElement(Kind kind) {
        explore(() -> {
            Buffer<Integer> buffer = kind.create(2);
            LincheckThread first = LincheckThread.of(buffer::next);
            LincheckThread second = LincheckThread.of(buffer::next);
            buffer.add(1);
            buffer.closeWrite();
            require(outcomes(first, second), "1, null", "null, 1");
            require(buffer.state(), BufferState.DRAINED);
        });
    }

    @ParameterizedTest
    @EnumSource
    void closeFailsAllReaders(Kind kind) {
        explore(() -> {
            Buffer<Integer> buffer = kind.create(2);
            LincheckThread first = LincheckThread.of(buffer::next);
            LincheckThread second = LincheckThread.of(() -> buffer.read(new Integer[2]));
            buffer.close();
            require(outcomes(first, second), "closed after 0, closed after 0");
        });
    }

    @Test
    void closeFailsAllWriters() {
        explore(() -> {
            Buffer<Integer> buffer = full(0);
            LincheckThread first = LincheckThread.of(() -> buffer.add(1));
            LincheckThread second = LincheckThread.of(() -> buffer.write(new Integer[] {2, 3}));
            buffer.close();
            require(outcomes(first, second), "closed after 0, closed after 0");
        });
    }

    @Test
    void closeWriteFailsAllWritersAndKeepsTheElements() {
        explore(() -> {
            Buffer<Integer> buffer = full(0);
            LincheckThread first = LincheckThread.of(() -> buffer.add(1));
            LincheckThread second = LincheckThread.of(() -> buffer.add(2));
            require(buffer.closeWrite(), true);
            require(outcomes(first, second), "closed after 0, closed after 0");
            require(read(buffer, 2), "0null");
        });
    }

    @Test
    void closeWriteDuringABulkWriteReportsTheExactCount() {
        explore(() -> {
            Buffer<Integer> buffer = new BlockBuffer<>(1);
            LincheckThread bulk = LincheckThread.of(() -> buffer.write(new Integer[] {1, 2}));
            LincheckThread other = LincheckThread.of(() -> buffer.add(9));
            buffer.closeWrite();
            String outcomes = outcomes(bulk, other);
            switch (outcomes) {
                case "closed after 0, closed after 0" -> require(read(buffer, 1), "null");
                case "closed after 1, closed after 0" -> require(read(buffer, 2), "1null");
                default -> {
                    require(outcomes, "closed after 0, done");
                    require(read(buffer, 2), "9null");
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void exactlyOneOfTwoClosingCallsTakesEffect(Kind kind) {
        explore(() -> {
            Buffer<Integer> buffer = kind.create(2);
            LincheckThread reader = LincheckThread.of(buffer::next);
            LincheckThread graceful = LincheckThread.of(() -> buffer.closeWrite());
            LincheckThread abrupt = LincheckThread.of(() -> buffer.closeWithError(null));
            require(outcomes(graceful, abrupt, reader), "true, false, null", "false, true, closed after 0");
        });
    }

    // Interrupting. Lincheck switches threads only at shared accesses, so each interrupt follows a call to the buffer.

    @ParameterizedTest
    @EnumSource
    void anInterruptedReaderLeavesItsElementToAnother(Kind kind) {
        explore(() -> {
            Buffer<Integer> buffer = kind.create(2);
            LincheckThread victim = LincheckThread.of(buffer::next);
            LincheckThread other = LincheckThread.of(buffer::next);
            buffer.add(1);
            victim.interrupt();
            if (victim.outcome().equals("1")) {
                buffer.add(2);
            }
            require(outcomes(victim, other), "interrupted, 1", "1, 2");
            require(buffer.size(), 0);
        });
    }

    @Test
    void anInterruptedWriterLeavesItsSlotToAnother() {
        explore(() -> {
            Buffer<Integer> buffer = full(0);
            LincheckThread victim = LincheckThread.of(() -> buffer.add(1));
            LincheckThread other = LincheckThread.of(() -> buffer.add(2));
            require(read(buffer, 1), "0");
            victim.interrupt();
            switch (victim.outcome()) {
                case "interrupted" -> require(read(buffer, 1), "2");
                default -> require(read(buffer, 2), "12", "21");
            }
            require(outcomes(victim, other), "interrupted, done", "done, done");
            require(buffer.size(), 0);
        });
    }

    @Test
    void anInterruptedBulkWriteReportsTheExactCountAndAdmitsOthers() {
        explore(() -> {
            Buffer<Integer> buffer = new BlockBuffer<>(1);
            LincheckThread run = LincheckThread.of(() -> buffer.write(new Integer[] {1, 2}));
            LincheckThread other = LincheckThread.of(() -> buffer.add(9));
            buffer.size();
            run.interrupt();
            String read = read(buffer, 1);
            switch (run.outcome()) {
                case "interrupted after 0" -> require(read, "9");
                case "interrupted after 1" -> require(read + read(buffer, 1), "19", "91");
                default -> require(read + read(buffer, 2), "129", "912");
            }
            require(outcomes(run, other), "interrupted after 0, done", "interrupted after 1, done", "done, done");
            require(buffer.size(), 0);
        });
    }
}
