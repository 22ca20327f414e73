package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Totals are correct whatever enters and leaves: one thread, no buffer. */
class ContentsTest {

    private static final int CAPACITY = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> drops = new ArrayList<>();
    private final BufferBuilder<String> options =
            Buffer.<String>builder().dropListener((element, reason) -> drops.add(element + " " + reason));
    private final @Nullable Observers observers = Observers.of(options.options(), options.drops(), CAPACITY, lock);
    private final ReaderThreads readerThreads = new ReaderThreads();
    private final Elements<String> contents =
            new Elements<>(options, new Contents.Room(2, 2, CAPACITY), readerThreads, new WriterThreads(), observers);

    private BufferStats stats() {
        WaitingSide nobody = new WaitingSide(lock, () -> 0);
        BufferStats stats = contents.stats(nobody, nobody, BufferState.OPEN);
        assertThat(stats.written())
                .isEqualTo(
                        stats.read() + stats.overwritten() + stats.discarded() + stats.droppedOnClose() + stats.size());
        return stats;
    }

    private void append(String... elements) {
        contents.append(elements, 0, elements.length, null);
    }

    private @Nullable Object[] oldest(int n) {
        @Nullable Object[] copy = new Object[n];
        contents.copyOldest(copy, 0, n);
        return copy;
    }

    private void assertHolds(String... elements) {
        assertThat(oldest(contents.size())).containsExactly((Object[]) elements);
        assertThat(contents.free()).isEqualTo(contents.limit() - elements.length);
    }

    private List<String> told() {
        if (observers != null) {
            lock.lock();
            observers.unlockAndTell();
        }
        return drops;
    }

    @Test
    void elementsThatAreTakenCountAsRead() {
        append("a", "b", "c");
        contents.append("d", null);
        assertThat(contents.take()).isEqualTo("a");
        contents.remove(2, 2);
        assertHolds("d");
        assertThat(stats().written()).isEqualTo(4);
        assertThat(contents.readCount()).isEqualTo(3);
        assertThat(stats().peakSize()).isEqualTo(4);
        assertThat(told()).isEmpty();
    }

    @Test
    void theThreadThatTakesElementsIsRecorded() {
        append("a", "b");
        contents.remove(2, 2);
        assertThat(readerThreads.live(contents.readCount()))
                .singleElement()
                .satisfies(reader -> assertThat(reader.inHand()).isEqualTo(2));
    }

    @Test
    void droppedElementsAreCountedByReasonAndReported() {
        append("a", "b", "c", "d", "e");
        contents.drop(1, DropReason.OVERWRITTEN);
        assertThat(contents.discard(2)).isEqualTo(2);
        contents.dropOnClose();
        assertHolds();
        assertThat(contents.length()).isZero();
        BufferStats stats = stats();
        assertThat(List.of(stats.overwritten(), stats.discarded(), stats.droppedOnClose(), stats.read()))
                .containsExactly(1L, 2L, 2L, 0L);
    }

    @Test
    void aDropIsReportedWithItsReason() {
        append("a", "b");
        contents.drop(1, DropReason.OVERWRITTEN);
        assertThat(told()).containsExactly("a OVERWRITTEN");
        assertThat(contents.discard(9)).isEqualTo(1);
        assertThat(told()).containsExactly("a OVERWRITTEN", "b DISCARDED");
    }

    @Test
    void elementsThatArePutBackAreWrittenAgainAndThoseThatDoNotFitAreDiscarded() {
        append("a", "b", "c");
        @Nullable Object[] taken = oldest(3);
        long number = contents.head();
        contents.remove(3, 3);
        contents.putBack(taken, null, 0, 3, 1, number);
        assertHolds("b", "c");
        BufferStats stats = stats();
        assertThat(stats.read()).isEqualTo(3);
        assertThat(stats.written()).isEqualTo(6);
        assertThat(stats.discarded()).isEqualTo(1);
        assertThat(contents.envelope(0).sequence()).isEqualTo(number + 1);
        assertThat(told()).containsExactly("a DISCARDED");
    }

    @Test
    void elementsThatCannotBePutBackForLackOfMemoryAreDiscarded() {
        append("a", "b");
        @Nullable Object[] taken = oldest(2);
        contents.remove(2, 2);
        contents.discardTaken(taken, 1, 1);
        BufferStats stats = stats();
        assertThat(stats.read()).isEqualTo(2);
        assertThat(stats.written()).isEqualTo(3);
        assertThat(stats.discarded()).isEqualTo(1);
        assertThat(told()).containsExactly("b DISCARDED");
    }

    @Test
    void theArrayShrinksToTwiceTheSizeButNotBelowTheKeptLength() {
        append("a", "b", "c", "d", "e", "f", "g", "h");
        contents.remove(5, 5);
        assertThat(contents.length()).isEqualTo(8);
        contents.remove(1, 1);
        assertThat(contents.length()).isEqualTo(4);
        contents.remove(2, 2);
        assertThat(contents.length()).isEqualTo(2);
    }

    @Test
    void aSmallerCapacityDropsNothingAndIsTheLimitFromThenOn() {
        append("a", "b", "c");
        contents.resize(2);
        assertHolds("a", "b", "c");
        assertThat(contents.free()).isEqualTo(-1);
        contents.resize(Integer.MAX_VALUE);
        assertThat(contents.capacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(contents.limit()).isEqualTo(Slots.MAX_LENGTH);
    }

    @Test
    void anEmptyArrayThatIsTooLongIsReleased() {
        contents.reserve(100);
        assertThat(contents.length()).isEqualTo(CAPACITY);
        contents.resize(4);
        assertThat(contents.length()).isZero();
    }
}
