package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Events recorded under the lock are reported exactly once, after its release. */
class ObserversTest {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> told = new ArrayList<>();

    private void tell(String what) {
        assertThat(lock.isLocked()).isFalse();
        told.add(what);
    }

    private Observers observers(BufferBuilder<String> options) {
        return Objects.requireNonNull(Observers.of(options.options(), options.drops(), 8, lock));
    }

    private List<String> unlockAndTell(Observers observers) {
        lock.lock();
        observers.unlockAndTell();
        assertThat(lock.isLocked()).isFalse();
        List<String> now = List.copyOf(told);
        told.clear();
        return now;
    }

    @Test
    void aBufferWithoutListenersHasNoObservers() {
        assertThat(Observers.of(new Options(128), null, 8, lock)).isNull();
    }

    @Test
    void dropsAreReportedOnceAndInOrder() {
        Observers observers =
                observers(Buffer.<String>builder().dropListener((element, reason) -> tell(element + " " + reason)));
        assertThat(observers.seeDrops()).isTrue();
        observers.dropped(new String[] {"a", "b", "c"}, 1, 2, DropReason.DISCARDED);
        observers.dropped(new String[] {"a"}, 0, 0, DropReason.DISCARDED);
        assertThat(unlockAndTell(observers)).containsExactly("b DISCARDED", "c DISCARDED");
        assertThat(unlockAndTell(observers)).isEmpty();
        assertThat(observers.residenceListener()).isNull();
    }

    @Test
    void residenceTimesOfReadElementsAreReported() {
        Observers observers =
                observers(Buffer.<String>builder().residenceListener(nanos -> tell(nanos >= 0 ? "time" : "negative")));
        assertThat(observers.seeDrops()).isFalse();
        assertThat(observers.residenceListener()).isNotNull();
        observers.entered(1, 1);
        assertThat(unlockAndTell(observers)).isEmpty();
        observers.left(1, 0, true);
        assertThat(unlockAndTell(observers)).containsExactly("time");
        observers.entered(100, 99);
        observers.left(50, 50, false);
        observers.overwritten(100);
        assertThat(unlockAndTell(observers)).isEmpty();
    }

    @Test
    void crossingsOfTheWaterMarksAreReportedOneAtATime() {
        Observers observers = observers(Buffer.<String>builder().waterMarks(4, 1, mark -> tell(String.valueOf(mark))));
        observers.entered(4, 4);
        observers.left(3, 1, true);
        observers.sizeIs(5);
        assertThat(unlockAndTell(observers)).containsExactly("HIGH", "LOW", "HIGH");
    }

    @Test
    void theIntermediateSizeOfAnOverwriteIsNotObserved() {
        Observers observers = observers(Buffer.<String>builder().waterMarks(4, 3, mark -> tell(String.valueOf(mark))));
        observers.entered(4, 4);
        observers.overwritten(1);
        observers.entered(5, 4);
        assertThat(unlockAndTell(observers)).containsExactly("HIGH");
    }
}
