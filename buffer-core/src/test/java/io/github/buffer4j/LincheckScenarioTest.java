package io.github.buffer4j;

import static io.github.buffer4j.Interleavings.explore;
import static io.github.buffer4j.Interleavings.full;
import static io.github.buffer4j.Interleavings.read;
import static io.github.buffer4j.Interleavings.require;
import static io.github.buffer4j.LincheckThread.outcomes;

import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements and slots wake the threads that wait for them, under the interleavings that Lincheck explores. */
@Timeout(600)
@UsesLincheck
class LincheckScenarioTest {

    @Test
    void twoWritersAndOneReaderHandOverAtCapacityOne() {
        explore(() -> {
            Buffer<Integer> buffer = new BlockBuffer<>(1);
            LincheckThread first = LincheckThread.of(() -> buffer.add(1));
            LincheckThread second = LincheckThread.of(() -> buffer.add(2));
            require(read(buffer, 2), "12", "21");
            require(outcomes(first, second), "done, done");
            require(buffer.size(), 0);
        });
    }

    @Test
    void oneWriterAndTwoReadersHandOverAtCapacityOne() {
        explore(() -> {
            Buffer<Integer> buffer = new BlockBuffer<>(1);
            LincheckThread first = LincheckThread.of(buffer::next);
            LincheckThread second = LincheckThread.of(buffer::next);
            buffer.add(1);
            buffer.add(2);
            require(outcomes(first, second), "1, 2", "2, 1");
        });
    }

    @Test
    void aWriterWhoseSlotIsTakenKeepsWaiting() {
        explore(() -> {
            Buffer<Integer> buffer = full(0);
            LincheckThread writer = LincheckThread.of(() -> buffer.add(1));
            LincheckThread rival = LincheckThread.of(() -> buffer.offer(2));
            require(read(buffer, 1), "0");
            String read = rival.outcome().equals("true") ? read(buffer, 2) : read(buffer, 1);
            require(writer.outcome() + " " + read, "done 1", "done 12", "done 21");
            require(buffer.size(), 0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aReaderWhoseElementIsTakenKeepsWaiting(Kind kind) {
        explore(() -> {
            Buffer<Integer> buffer = kind.create(2);
            LincheckThread reader = LincheckThread.of(buffer::next);
            LincheckThread rival = LincheckThread.of(() -> buffer.poll());
            buffer.add(1);
            if (rival.outcome().equals("1")) {
                buffer.add(2);
            }
            require(outcomes(rival, reader), "null, 1", "1, 2");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBulkWriteOfTwoWakesTwoReaders(Kind kind) {
        explore(() -> {
            Buffer<Integer> buffer = kind.create(2);
            LincheckThread first = LincheckThread.of(buffer::next);
            LincheckThread second = LincheckThread.of(buffer::next);
            buffer.write(new Integer[] {1, 2});
            require(outcomes(first, second), "1, 2", "2, 1");
        });
    }

    @Test
    void aBulkReadOfTwoFreesTwoWriters() {
        assertFreesTwoWriters(buffer -> require(buffer.read(new Integer[2]), 2));
    }

    @Test
    void resetFreesWriters() {
        assertFreesTwoWriters(buffer -> require(buffer.reset(), 2));
    }

    @Test
    void discardFreesWriters() {
        assertFreesTwoWriters(buffer -> require(buffer.discard(2), 2));
    }

    /** A call that frees two slots. */
    private interface Freeing {
        void in(Buffer<Integer> buffer) throws InterruptedException;
    }

    private static void assertFreesTwoWriters(Freeing freeing) {
        explore(() -> {
            Buffer<Integer> buffer = full(1, 2);
            LincheckThread first = LincheckThread.of(() -> buffer.add(3));
            LincheckThread second = LincheckThread.of(() -> buffer.add(4));
            freeing.in(buffer);
            require(outcomes(first, second), "done, done");
            require(read(buffer, 2), "34", "43");
        });
    }

    @Test
    void aWriteLongerThanTheCapacityStaysContiguous() {
        explore(() -> {
            Buffer<Integer> buffer = new BlockBuffer<>(1);
            LincheckThread bulk = LincheckThread.of(() -> buffer.write(new Integer[] {1, 2, 3}));
            LincheckThread other = LincheckThread.of(() -> buffer.add(9));
            require(read(buffer, 4), "1239", "9123");
            require(outcomes(bulk, other), "done, done");
        });
    }

    @Test
    void twoBulkWritesDoNotInterleave() {
        explore(() -> {
            Buffer<Integer> buffer = new BlockBuffer<>(1);
            LincheckThread first = LincheckThread.of(() -> buffer.write(new Integer[] {1, 2}));
            LincheckThread second = LincheckThread.of(() -> buffer.write(new Integer[] {8, 9}));
            require(read(buffer, 4), "1289", "8912");
            require(outcomes(first, second), "done, done");
        });
    }

    @Test
    void eachDropIsReportedWithItsReason() {
        explore(() -> {
            Queue<String> told = new ConcurrentLinkedQueue<>();
            Buffer<Integer> ring = Buffer.<Integer>builder()
                    .dropListener((element, reason) -> told.add(element + " " + reason))
                    .ring(1);
            ring.add(1);
            LincheckThread discarding = LincheckThread.of(() -> ring.discard(1));
            LincheckThread overwriting = LincheckThread.of(() -> ring.offer(2));
            require(outcomes(discarding, overwriting), "1, true");
            require(new TreeSet<>(told).toString(), "[1 DISCARDED]", "[1 OVERWRITTEN, 2 DISCARDED]");
        });
    }

    @Test
    void growthWhileAReaderWaitsLosesNothing() {
        explore(() -> {
            Buffer<Integer> buffer = Buffer.<Integer>builder().growable(1, 8);
            LincheckThread reader = LincheckThread.of(buffer::next);
            LincheckThread writer = LincheckThread.of(() -> buffer.write(new Integer[] {1, 2, 3}));
            buffer.write(new Integer[] {8, 9});
            String first = reader.outcome();
            require(writer.outcome(), "done");
            require(first + read(buffer, 4), "12389", "89123");
            require(buffer.size(), 0);
        });
    }
}
