package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The recent peak size, with a clock that the test controls. */
class PeakSizeTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long START = Long.MAX_VALUE - MINUTE / 2;

    private final PeakSize peak = new PeakSize(START);

    private int recentAt(long time, int size) {
        peak.look(size, START + time);
        return peak.recent();
    }

    @Test
    void aPeakIsRecentInItsPeriodAndTheNext() {
        peak.reached(9);
        assertThat(recentAt(MINUTE - 1, 2)).isEqualTo(9);
        assertThat(recentAt(MINUTE, 2)).isEqualTo(9);
        assertThat(recentAt(2 * MINUTE - 1, 2)).isEqualTo(9);
        assertThat(recentAt(2 * MINUTE, 2)).isEqualTo(2);
        assertThat(peak.ever()).isEqualTo(9);
    }

    @Test
    void noPeakBetweenTwoCallsIsMissedHoweverRareTheyAre() {
        assertThat(recentAt(10 * MINUTE, 1)).isEqualTo(1);
        peak.reached(7);
        peak.reached(1);
        assertThat(recentAt(90 * MINUTE, 1)).isEqualTo(7);
        assertThat(recentAt(180 * MINUTE, 1)).isEqualTo(1);
    }

    @Test
    void aConstantSizeIsAlsoThePeak() {
        peak.reached(5);
        assertThat(recentAt(MINUTE, 5)).isEqualTo(5);
        assertThat(recentAt(2 * MINUTE, 5)).isEqualTo(5);
        assertThat(recentAt(3 * MINUTE, 5)).isEqualTo(5);
    }
}
