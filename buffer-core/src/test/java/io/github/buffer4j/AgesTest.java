package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The times at which elements entered, including elements that have left. */
class AgesTest {

    private final Ages ages = new Ages();

    /** Enters elements one by one, at different times, and returns the times. */
    private long[] enter(long from, int n) {
        long[] times = new long[n];
        for (int i = 0; i < n; i++) {
            long now = System.nanoTime();
            while (System.nanoTime() == now) {
                Thread.onSpinWait();
            }
            ages.enter(from + i, 1);
            times[i] = ages.at(from + i);
        }
        return times;
    }

    @Test
    void anElementThatIsPutBackAtItsPositionKeepsItsTime() {
        ages.resize(4, 0);
        long[] times = enter(0, 6);
        ages.putBack(4, 6, 2, 2);
        for (int i = 2; i < 6; i++) {
            assertThat(ages.at(i)).isEqualTo(times[i]);
        }
    }

    @Test
    void elementsKeepTheirTimesAtLaterPositions() {
        ages.resize(4, 0);
        long[] times = enter(0, 6);
        ages.putBack(5, 6, 0, 3);
        assertThat(new long[] {ages.at(2), ages.at(3), ages.at(4), ages.at(5)})
                .containsExactly(times[0], times[1], times[2], times[5]);
    }

    @Test
    void elementsKeepTheirTimesAtEarlierPositions() {
        ages.resize(4, 0);
        long[] times = enter(0, 6);
        ages.putBack(3, 6, 2, 3);
        assertThat(new long[] {ages.at(0), ages.at(1), ages.at(2)}).containsExactly(times[2], times[3], times[4]);
    }

    @Test
    void anElementOfUnknownAgeIsAsOldAsTheOldestKnownOne() {
        ages.resize(4, 0);
        long[] times = enter(0, 2);
        ages.putBack(0, 2, -2, 2);
        assertThat(ages.at(-1)).isEqualTo(times[0]);
        assertThat(ages.at(-2)).isEqualTo(times[0]);
    }

    @Test
    void inAnUnusedBufferTheTimeIsThatOfPuttingBack() {
        ages.resize(4, 0);
        long before = System.nanoTime();
        ages.putBack(0, 0, -1, 1);
        assertThat(ages.at(-1)).isBetween(before, System.nanoTime());
    }

    @Test
    void timesSurviveGrowthAndShrinking() {
        ages.resize(4, 0);
        long[] times = enter(0, 8);
        ages.resize(32, 8);
        ages.resize(4, 8);
        for (int i = 0; i < 8; i++) {
            assertThat(ages.at(i)).isEqualTo(times[i]);
        }
    }
}
