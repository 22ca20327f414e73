package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Waits are counted and timed, and fruitless spins become rare. */
class WaitingSideTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong progress = new AtomicLong();
    private final WaitingSide side = new WaitingSide(lock, progress::incrementAndGet);

    private int skippedWaits() {
        int waits = 0;
        while (!side.takeSpinTurn()) {
            waits++;
        }
        return waits;
    }

    @Test
    void eachFruitlessSpinDoublesTheWaitsThatSkipSpinningUpToALimit() {
        for (int expected : new int[] {1, 3, 7, 15, 31, 63, 63}) {
            side.spinEnded(false);
            assertThat(skippedWaits()).isEqualTo(expected);
        }
    }

    @Test
    void afterASpinWithProgressTheNextWaitSpinsAgain() {
        side.spinEnded(false);
        side.spinEnded(false);
        side.spinEnded(true);
        assertThat(skippedWaits()).isZero();
        side.spinEnded(false);
        assertThat(skippedWaits()).isEqualTo(1);
    }

    @Test
    void waitsAreCountedAndTheirTimesIncludeWaitsInProgress() {
        assertThat(side.blockedNanos()).isZero();
        side.begin();
        side.begin();
        assertThat(side.waiting()).isEqualTo(2);
        long during = side.blockedNanos();
        assertThat(during).isBetween(0L, 60 * SECOND);
        side.end();
        side.end();
        assertThat(side.waiting()).isZero();
        assertThat(side.blockedCount()).isEqualTo(2);
        long after = side.blockedNanos();
        assertThat(after).isBetween(during, 60 * SECOND);
        assertThat(side.blockedNanos()).isEqualTo(after);
    }

    @Test
    void aSpinReleasesTheLockUntilThereIsProgressAndCountsTowardsTheTimeOut() {
        assumeThat(Spinner.isEnabled()).as("threads spin here").isTrue();
        WaitingSide watched = new WaitingSide(lock, () -> lock.isLocked() ? 0 : 1);
        lock.lock();
        assertThat(watched.spin(1, SECOND)).isLessThan(SECOND);
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        assertThat(watched.spin(1, RelayCondition.FOREVER)).isEqualTo(RelayCondition.FOREVER);
        assertThat(watched.takeSpinTurn()).isTrue();
    }

    @Test
    void aShortTimeOutOrAnInterruptPreventsSpinning() {
        lock.lock();
        assertThat(side.spin(1, 1_000)).isEqualTo(1_000);
        Thread.currentThread().interrupt();
        assertThat(side.spin(1, SECOND)).isEqualTo(SECOND);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(progress).hasValue(0);
    }
}
