package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.spring.metrics.MeteredBuffers.Scrape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Little's law: the mean size of a buffer is the rate of its elements times the mean time that they stay. All three
 * come from scrapes of the meters. Prints what it measures.
 *
 * <p>Over any period the law holds exactly for all elements, but for those that are in the buffer at its beginning or
 * its end, which is less than 0.5 % of a minute here. The rate comes from a counter of all elements. What is left are
 * the errors of two samples:
 *
 * <ul>
 *   <li>The size is seen 300 times: once a second in five minutes, more often in a shorter run. The periods of both
 *       loads divide a second by the golden ratio, so that the scrapes are spread evenly over all phases of a load: the
 *       mean is off by less than 1 % for a size that varies by a fifth, as it does in both, and hardly by more than 1 %
 *       if a busy machine makes the phases random.
 *   <li>The time is that of about six samples a second, and varies by a fifth at most, too. If each element is
 *       sampled with the same probability, the mean of 370 samples is off by 1 %, or less, as the samples are spread
 *       evenly.
 * </ul>
 *
 * <p>A sampler that prefers some elements breaks the law, which the bursts show: the last element of a burst stays
 * twice as long as the first one, and the size of a burst is a power of two, as the distance of the samples is.
 */
@Tag("evidence")
@Timeout(600)
class LittlesLawTest {

    private static final int SECONDS = Integer.getInteger("buffer4j.test.law.seconds", 60);
    private static final int SCRAPES = 300;
    private static final double TOLERANCE = 0.05;

    /* 200 elements a second that stay for 0.5 s, give or take 0.1 s. */
    private static final DelayedBuffer.Load STEADY = new DelayedBuffer.Load() {

        private static final double PERIOD_NANOS = 2.618e9;

        @Override
        public long at(int step) {
            return TimeUnit.MILLISECONDS.toNanos(5L * step);
        }

        @Override
        public long[] delays(int step) {
            double phase = Math.sin(2 * Math.PI * at(step) / PERIOD_NANOS);
            return new long[] {TimeUnit.MILLISECONDS.toNanos(500) + (long) (phase * 1e8)};
        }
    };

    /* 64 elements at once each 0.276 s, which leave one by one, 0.25 to 0.5 s later. */
    private static final DelayedBuffer.Load BURSTS = new DelayedBuffer.Load() {

        private static final int SIZE = 64;

        @Override
        public long at(int step) {
            return TimeUnit.MICROSECONDS.toNanos(276_393L * step);
        }

        @Override
        public long[] delays(int step) {
            long[] delays = new long[SIZE];
            for (int i = 0; i < SIZE; i++) {
                delays[i] = TimeUnit.MILLISECONDS.toNanos(250 + 4L * i);
            }
            return delays;
        }
    };

    @Test
    void theMeanSizeIsTheRateTimesTheMeanTime() {
        MeteredBuffers.runner()
                .withPropertyValues(
                        "buffers.instances.steady.capacity=10000", "buffers.instances.bursts.capacity=10000")
                .run(context -> measure(new MeteredBuffers(context)));
    }

    private static void measure(MeteredBuffers buffers) {
        SoftAssertions law = new SoftAssertions();
        try (DelayedBuffer steady = new DelayedBuffer(buffers.buffer("steady"), STEADY);
                DelayedBuffer bursts = new DelayedBuffer(buffers.buffer("bursts"), BURSTS)) {
            steady.start();
            bursts.start();
            await("the loads to be steady")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> buffers.scrape("steady").value("reads_elements_total") > 1000
                            && buffers.scrape("bursts").value("reads_elements_total") > 1000);
            List<Scrape> ofSteady = new ArrayList<>();
            List<Scrape> ofBursts = new ArrayList<>();
            long start = System.nanoTime();
            for (int scrape = 0; scrape <= SCRAPES; scrape++) {
                long due = start + TimeUnit.SECONDS.toNanos(SECONDS) / SCRAPES * scrape;
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                ofSteady.add(buffers.scrape("steady"));
                ofBursts.add(buffers.scrape("bursts"));
            }
            compare("steady", ofSteady, steady.meanNanos() / 1e9, law);
            compare("bursts", ofBursts, bursts.meanNanos() / 1e9, law);
        }
        law.assertAll();
    }

    private static void compare(String load, List<Scrape> scrapes, double seen, SoftAssertions law) {
        Scrape first = scrapes.get(0);
        Scrape last = scrapes.get(scrapes.size() - 1);
        double rate = increase("reads_elements_total", first, last) / ((last.nanos() - first.nanos()) / 1e9);
        double samples = increase("residence_seconds_count", first, last);
        double time = increase("residence_seconds_sum", first, last) / samples;
        double size = scrapes.stream()
                .skip(1)
                .mapToDouble(scrape -> scrape.value("size_elements"))
                .average()
                .orElseThrow();
        double ratio = size / (rate * time);
        System.out.printf(
                "Little's law, %s, %d s: rate %.2f/s, mean time %.4f s (%.0f samples; all: %.4f s),"
                        + " mean size %.2f, ratio %.4f%n",
                load, SECONDS, rate, time, samples, seen, size, ratio);
        law.assertThat(ratio).as("size / (rate x time), %s", load).isCloseTo(1, within(TOLERANCE));
    }

    private static double increase(String meter, Scrape first, Scrape last) {
        return last.value(meter) - first.value(meter);
    }
}
