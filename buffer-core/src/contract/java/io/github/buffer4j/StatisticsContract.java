package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract's statistics. */
public interface StatisticsContract extends BufferFactory {

    private static void assertBalanced(BufferStats stats) {
        assertThat(stats.read() + stats.overwritten() + stats.discarded() + stats.droppedOnClose() + stats.size())
                .isEqualTo(stats.written());
    }

    @Test
    default void allTotalsOfANewBufferAreZero() {
        BufferStats stats = create(5).stats();
        assertThat(stats.size()).isZero();
        assertThat(stats.capacity()).isEqualTo(5);
        assertThat(stats.peakSize()).isZero();
        assertThat(List.of(
                        stats.written(),
                        stats.read(),
                        stats.overwritten(),
                        stats.discarded(),
                        stats.droppedOnClose(),
                        stats.rejected(),
                        stats.writeBlockedCount(),
                        stats.writeBlockedNanos(),
                        stats.readBlockedCount(),
                        stats.readBlockedNanos()))
                .containsOnly(0L);
        assertThat(stats.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    default void writtenAndReadCountElementsOfEveryCall() throws Exception {
        Buffer<String> buffer = create(8);
        buffer.add("a");
        buffer.write(new String[] {"b", "c"});
        buffer.offer("d");
        buffer.offer("e", Duration.ZERO);
        buffer.offer(new String[] {"f", "g"}, 0, 2);
        assertThat(buffer.stats().written()).isEqualTo(7);
        buffer.next();
        buffer.poll();
        buffer.poll(Duration.ZERO);
        buffer.read(new String[1]);
        buffer.readBatch(1, Duration.ZERO);
        buffer.drainTo(new ArrayList<>(), 1);
        assertThat(buffer.stats().read()).isEqualTo(6);
        assertThat(buffer.stats().size()).isEqualTo(1);
        assertBalanced(buffer.stats());
    }

    @Test
    default void discardedCountsDiscardAndReset() throws Exception {
        Buffer<String> buffer = open("a", "b", "c", "d");
        buffer.discard(1);
        assertThat(buffer.stats().discarded()).isEqualTo(1);
        assertThat(buffer.reset()).isEqualTo(3);
        assertThat(buffer.stats().discarded()).isEqualTo(4);
        assertThat(buffer.stats().read()).isZero();
        assertBalanced(buffer.stats());
    }

    @Test
    default void droppedOnCloseCountsTheElementsThatCloseDrops() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        buffer.next();
        buffer.close();
        assertThat(buffer.stats().droppedOnClose()).isEqualTo(2);
        assertThat(buffer.stats().read()).isEqualTo(1);
        assertBalanced(buffer.stats());
    }

    @Test
    default void totalsAndPeakSurviveReset() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        buffer.next();
        buffer.reset();
        buffer.add("d");
        BufferStats stats = buffer.stats();
        assertThat(stats.written()).isEqualTo(4);
        assertThat(stats.read()).isEqualTo(1);
        assertThat(stats.peakSize()).isEqualTo(3);
        assertBalanced(stats);
    }

    @Test
    default void readBlockedCountsWaitsAndTheirTime() throws Exception {
        Buffer<String> buffer = create(2);
        long begin = System.nanoTime();
        Call<String> reader = Call.of(buffer::next).awaitWaiting(buffer, 1);
        BufferStats during = buffer.stats();
        assertThat(during.readersWaiting()).isEqualTo(1);
        assertThat(during.writersWaiting()).isZero();
        assertThat(during.readBlockedCount()).isEqualTo(1);
        await("the time blocked to grow").until(() -> buffer.stats().readBlockedNanos() > during.readBlockedNanos());
        buffer.add("a");
        reader.result();
        BufferStats after = buffer.stats();
        assertThat(after.readersWaiting()).isZero();
        assertThat(after.readBlockedCount()).isEqualTo(1);
        assertThat(after.readBlockedNanos())
                .isGreaterThan(during.readBlockedNanos())
                .isLessThan(System.nanoTime() - begin);
        assertThat(after.writeBlockedCount()).isZero();
        assertThat(buffer.stats().readBlockedNanos()).isEqualTo(after.readBlockedNanos());
    }

    /** Each of several waits counts, including waits in progress. */
    @Test
    default void readBlockedTimeIsTheSumOfAllWaits() throws Exception {
        Buffer<String> buffer = create(2);
        long begin = System.nanoTime();
        Call<String> first = Call.of(buffer::next).awaitWaiting(buffer, 1);
        Call<String> second = Call.of(buffer::next).awaitWaiting(buffer, 2);
        Call<String> third = Call.of(buffer::next).awaitWaiting(buffer, 3);
        long waiting = System.nanoTime();
        await("20 ms to pass").until(() -> System.nanoTime() - waiting > 20_000_000);
        long shortest = 3 * (System.nanoTime() - waiting);
        assertThat(buffer.stats().readBlockedNanos()).isBetween(shortest, 3 * (System.nanoTime() - begin));
        buffer.add("a");
        await("both threads to wait").until(() -> Call.waiting(buffer) == 2);
        long left = System.nanoTime();
        await("20 ms to pass").until(() -> System.nanoTime() - left > 20_000_000);
        shortest += 2 * (System.nanoTime() - left);
        assertThat(buffer.stats().readBlockedNanos()).isBetween(shortest, 3 * (System.nanoTime() - begin));
        buffer.write(new String[] {"b", "c"});
        WaitingContract.results(List.of(first, second, third));
        long after = buffer.stats().readBlockedNanos();
        assertThat(after).isBetween(shortest, 3 * (System.nanoTime() - begin));
        assertThat(buffer.stats().readBlockedNanos()).isEqualTo(after);
    }

    @Test
    default void aCallThatDoesNotWaitIsNotCountedAsBlocked() throws Exception {
        Buffer<String> buffer = open("a", "b");
        buffer.next();
        buffer.poll(Duration.ofDays(1));
        buffer.offer("c", Duration.ofDays(1));
        assertThat(buffer.stats().readBlockedCount()).isZero();
        assertThat(buffer.stats().writeBlockedCount()).isZero();
    }

    @Test
    default void ageIsAbsentUnlessTracked() throws Exception {
        assertThat(open("a").stats().oldestAgeNanos()).isEmpty();
    }
}
