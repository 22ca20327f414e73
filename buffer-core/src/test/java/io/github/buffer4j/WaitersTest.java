package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Threads that spin in vain do so ever less often. */
class WaitersTest {

    private final Waiters waiters = new Waiters();

    private int waitsWithoutSpin() {
        int waits = 0;
        while (!waiters.isSpinDue()) {
            waits++;
        }
        return waits;
    }

    @Test
    void eachSpinInVainDoublesTheWaitsWithoutOneUpToALimit() {
        for (int expected : new int[] {1, 3, 7, 15, 31, 63, 63}) {
            waiters.spun(true);
            assertThat(waitsWithoutSpin()).isEqualTo(expected);
        }
    }

    @Test
    void aSpinThatWasWorthItIsFollowedByAnother() {
        waiters.spun(true);
        waiters.spun(true);
        waiters.spun(false);
        assertThat(waitsWithoutSpin()).isZero();
        waiters.spun(true);
        assertThat(waitsWithoutSpin()).isEqualTo(1);
    }
}
