package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** When a spin ends. The number that it reads is simulated, so that the test does not depend on another thread. */
class SpinnerTest {

    private static final int PLENTY = Integer.MAX_VALUE;
    private static final long START = 1L << 40;

    /* An interpreted or preempted call may time out before it has read the number as often as expected. */
    private static final int ATTEMPTS = 1_000;

    /** A number that depends on how often it was read. */
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
        return Spinner.awaitProgress(() -> START + number.next(), START, enough);
    }

    /** Returns the maximum number of reads of a call, over many calls with a new number each. */
    private static long mostLooks(LongUnaryOperator value, Consumer<Scripted> call) {
        long most = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            Scripted number = new Scripted(value);
            call.accept(number);
            most = Math.max(most, number.looks);
        }
        return most;
    }

    private static long nanos(Runnable body) {
        long begin = System.nanoTime();
        body.run();
        return System.nanoTime() - begin;
    }

    @Test
    void threadsSpinIfThereAreSeveralProcessors() {
        assertThat(Spinner.isEnabled())
                .isEqualTo(Runtime.getRuntime().availableProcessors() > 1
                        && !"false".equals(System.getProperty("io.github.buffer4j.spinning")));
    }

    @Test
    void aTimeOutOfAMillisecondIsWorthSpinning() {
        assertThat(Spinner.isWorthSpinning(999_999)).isFalse();
        assertThat(Spinner.isWorthSpinning(1_000_000)).isTrue();
        assertThat(Spinner.isWorthSpinning(RelayCondition.FOREVER)).isTrue();
    }

    @Test
    void itEndsWhenTheNumberHasAdvancedAndStopped() {
        assertThat(mostLooks(look -> look == 1 ? 0 : Math.min(look, 3), number -> {
                    boolean moved = awaitProgress(number, PLENTY);
                    assertThat(moved).isEqualTo(number.looks > 1);
                }))
                .isEqualTo(4);
    }

    @Test
    void itEndsWhenTheNumberHasReachedTheTarget() {
        assertThat(mostLooks(
                        look -> 2 * look,
                        number -> assertThat(awaitProgress(number, 4)).isTrue()))
                .isEqualTo(2);
    }

    @Test
    void itEndsWithinTheTimeOfAParkIfThereIsNoProgress() {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS; i++) {
            shortest = Math.min(shortest, nanos(() -> awaitProgress(new Scripted(look -> 0), PLENTY)));
        }
        assertThat(shortest).isBetween(25_000L, 100_000L);
    }

    @Test
    void itEndsSoonIfThereIsNoProgress() {
        assertThat(mostLooks(
                        look -> 0,
                        number -> assertThat(nanos(() -> assertThat(awaitProgress(number, PLENTY))
                                        .isFalse()))
                                .isGreaterThanOrEqualTo(25_000)))
                .isGreaterThan(3);
    }

    @Test
    void itEndsAfterItsMaximumTimeEvenWithProgress() {
        Scripted number = new Scripted(look -> look);
        assertThat(nanos(() -> assertThat(awaitProgress(number, PLENTY)).isTrue()))
                .isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void itLeavesTheLockToItsOwnerBriefly() {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS; i++) {
            shortest = Math.min(shortest, nanos(Spinner::stayAway));
        }
        assertThat(shortest).isBetween(3_000L, 25_000L);
    }

    @Test
    void eachKindHasItsReadAheadTarget() {
        assertThat(new BlockBuffer<>(8).readAheadTarget()).isEqualTo(8);
        assertThat(new RingBuffer<>(8).readAheadTarget()).isEqualTo(4);
        assertThat(new RingBuffer<>(1).readAheadTarget()).isEqualTo(1);
    }
}
