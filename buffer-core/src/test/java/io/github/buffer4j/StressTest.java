package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Concurrent threads neither lose nor duplicate nor reorder elements. The number of calls is fixed, not the time. */
class StressTest {

    static Stream<Arguments> buffers() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Stream.of(1, 2, 8).map(capacity -> Arguments.of(kind, capacity)));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void everyElementLeavesOnceAndInOrder(Kind kind, int capacity) throws Exception {
        check(kind, capacity, 3, Seed.OF_THIS_RUN);
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void bulkWritesStayContiguous(Kind kind, int capacity) throws Exception {
        check(kind, capacity, 1, Seed.OF_THIS_RUN);
    }

    /** A run with little progress on a busy machine. A run without any progress fails with a thread dump. */
    @Test
    void aSlowRunEndsOnABusyMachine() throws Exception {
        assertThatASlowRunEnds(3);
    }

    static void assertThatASlowRunEnds(int times) throws InterruptedException {
        BusyProcessors busy = new BusyProcessors();
        try {
            for (int i = 0; i < times; i++) {
                check(Kind.BLOCK, 1, 1, -4250535008094378032L);
            }
        } finally {
            busy.close();
        }
    }

    /** Runs once and checks all properties, including those that can be observed by a single reader only. */
    static void check(Kind kind, int capacity, int readers, long seed) throws InterruptedException {
        StressRun run = new StressRun(kind, capacity, readers, seed).finish();
        assertEveryElementLeftOnce(run);
        assertOrderOfEachWriter(run);
        assertTotals(run, kind);
        if (readers == 1) {
            assertNothingBetweenElementsOfARun(run);
        }
    }

    private static void assertEveryElementLeftOnce(StressRun run) {
        List<StressRun.Item> left = new ArrayList<>();
        run.readers.forEach(reader -> left.addAll(reader.seen));
        run.drops.forEach(drop -> left.add(drop.item()));
        Set<StressRun.Item> entered = new HashSet<>();
        run.writers.forEach(writer -> entered.addAll(writer.entered));
        Set<StressRun.Item> lost = new HashSet<>(entered);
        Set<StressRun.Item> once = new HashSet<>();
        for (StressRun.Item item : left) {
            lost.remove(item);
            assertThat(entered.contains(item))
                    .as("%s: %s was written", run, item)
                    .isTrue();
            assertThat(once.add(item)).as("%s: %s left once", run, item).isTrue();
        }
        assertThat(lost).as("%s: was written and never left", run).isEmpty();
    }

    private static void assertOrderOfEachWriter(StressRun run) {
        for (StressReader reader : run.readers) {
            int[] last = new int[run.writers.size()];
            Arrays.fill(last, -1);
            for (StressRun.Item item : reader.seen) {
                assertThat(item.sequence())
                        .as("%s: %s after number %d", run, item, last[item.writer()])
                        .isGreaterThan(last[item.writer()]);
                last[item.writer()] = item.sequence();
            }
        }
    }

    private static void assertTotals(StressRun run, Kind kind) {
        BufferStats stats = run.buffer.stats();
        long overwritten = run.drops.stream()
                .filter(drop -> drop.reason() == DropReason.OVERWRITTEN)
                .count();
        BufferStats expected = new BufferStats(
                0,
                run.buffer.capacity(),
                stats.peakSize(),
                stats.recentPeakSize(),
                run.writers.stream().mapToLong(writer -> writer.entered.size()).sum(),
                run.readers.stream().mapToLong(reader -> reader.seen.size()).sum(),
                overwritten,
                run.readers.stream().mapToLong(StressReader::discarded).sum(),
                0,
                run.writers.stream().mapToLong(StressWriter::refused).sum(),
                0,
                0,
                stats.writeBlockedCount(),
                stats.writeBlockedNanos(),
                stats.readBlockedCount(),
                stats.readBlockedNanos(),
                stats.oldestAgeNanos(),
                BufferState.DRAINED);
        assertThat(stats).as("%s", run).isEqualTo(expected);
        assertThat(stats.written())
                .as("%s", run)
                .isEqualTo(stats.read() + stats.overwritten() + stats.discarded() + stats.droppedOnClose());
        assertThat(run.drops).as("%s", run).hasSize((int) (stats.overwritten() + stats.discarded()));
        assertThat(stats.peakSize()).as("%s", run).isBetween(1, run.buffer.capacity());
        assertThat(stats.overwritten() > 0).as("%s", run).isEqualTo(kind == Kind.RING);
    }

    private static void assertNothingBetweenElementsOfARun(StressRun run) {
        record Call(int writer, int number) {}
        Set<Call> over = new HashSet<>();
        Call current = new Call(-1, -1);
        for (StressRun.Item item : run.readers.get(0).seen) {
            Call call = new Call(item.writer(), item.call());
            if (!call.equals(current)) {
                over.add(current);
                assertThat(over.contains(call))
                        .as("%s: %s follows an element of another writer", run, item)
                        .isFalse();
                current = call;
            }
        }
    }
}
