package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** When a thread that spins goes on. The number that it looks at is made up, so that nothing depends on another thread. */
class SpinnerTest {

    private static final int PLENTY = Integer.MAX_VALUE;
    private static final long START = 1L << 40;

    /* Of the time that a call has, its first lines may take all, as long as they are interpreted. */
    private static final int ATTEMPTS = 1_000;

    /** A number that depends on how often it was looked at. */
    private static final class Scripted {

        private final LongUnaryOperator value;
        private long looks;

        Scripted(LongUnaryOperator value) {
            this.value = value;
        }

        long next() {
            return value.applyAsLong(++looks);
        }
    }

    private static boolean awaitProgress(Scripted number, int enough) {
        return Spinner.awaitProgress(number, n -> START + n.next(), START, enough);
    }

    private static long nanos(Runnable body) {
        long begin = System.nanoTime();
        body.run();
        return System.nanoTime() - begin;
    }

    @Test
    void threadsSpinWhereThereAreProcessorsForIt() {
        assertThat(Spinner.isEnabled()).isEqualTo(Runtime.getRuntime().availableProcessors() > 1);
    }

    @Test
    void aTimeOutIsLongEnoughFromAMillisecondOn() {
        assertThat(Spinner.isWithin(999_999)).isFalse();
        assertThat(Spinner.isWithin(1_000_000)).isTrue();
        assertThat(Spinner.isWithin(WaitQueue.FOREVER)).isTrue();
    }

    @Test
    void itGoesOnWhenTheNumberHasMovedAndStandsStill() {
        Scripted number = new Scripted(look -> look == 1 ? 0 : Math.min(look, 3));
        assertThat(awaitProgress(number, PLENTY)).isTrue();
        assertThat(number.looks).isEqualTo(4);
    }

    @Test
    void itGoesOnWhenTheNumberIsFarEnough() {
        Scripted number = new Scripted(look -> 2 * look);
        assertThat(awaitProgress(number, 4)).isTrue();
        assertThat(number.looks).isEqualTo(2);
    }

    @Test
    void itGivesUpSoonWhenNothingMoves() {
        long most = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            Scripted number = new Scripted(look -> 0);
            assertThat(nanos(() -> assertThat(awaitProgress(number, PLENTY)).isFalse()))
                    .isBetween(25_000L, 10_000_000_000L);
            most = Math.max(most, number.looks);
        }
        assertThat(most).isGreaterThan(3);
    }

    @Test
    void itGoesOnAfterAWhileThoughTheNumberKeepsMoving() {
        Scripted number = new Scripted(look -> look);
        assertThat(nanos(() -> assertThat(awaitProgress(number, PLENTY)).isTrue()))
                .isBetween(100_000L, 10_000_000_000L);
    }

    @Test
    void itTakesAFreeLockWhenTheNumberStandsStill() {
        Scripted number = new Scripted(look -> Math.min(look, 3));
        Spinner.awaitFree(new ReentrantLock(), number, Scripted::next);
        assertThat(number.looks).isEqualTo(4);
    }

    @Test
    void itWaitsAWhileForALockThatIsHeld() {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        long most = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            Scripted number = new Scripted(look -> 0);
            assertThat(nanos(() -> Spinner.awaitFree(lock, number, Scripted::next)))
                    .isBetween(25_000L, 10_000_000_000L);
            most = Math.max(most, number.looks);
        }
        assertThat(most).isGreaterThan(3);
    }

    @Test
    void itLeavesAFreeLockToThoseWhoMoveTheNumberForAWhile() {
        Scripted number = new Scripted(look -> look);
        assertThat(nanos(() -> Spinner.awaitFree(new ReentrantLock(), number, Scripted::next)))
                .isBetween(25_000L, 10_000_000_000L);
    }

    @Test
    void aKindSaysHowManyElementsAreWorthTheWait() {
        assertThat(new BlockBuffer<>(8).worthAwaiting()).isEqualTo(8);
        assertThat(new RingBuffer<>(8).worthAwaiting()).isEqualTo(4);
        assertThat(new RingBuffer<>(1).worthAwaiting()).isEqualTo(1);
    }
}
