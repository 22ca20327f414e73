package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Elements that stay for a known time: the meter shows this time. Prints what it measures. */
@Tag("evidence")
@Timeout(300)
class KnownDelayTest {

    private static final int[] DELAYS_MILLIS = {1, 10, 100};
    private static final int SAMPLES = 100;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final double PERCENT = 15;

    @Test
    void theMedianOfTheMeterIsTheDelay() {
        MeteredBuffers.runner()
                .withPropertyValues(
                        "management.metrics.distribution.percentiles.buffer.residence=0.5",
                        "buffers.instances.delay-1.capacity=100",
                        "buffers.instances.delay-10.capacity=100",
                        "buffers.instances.delay-100.capacity=100")
                .run(context -> measure(new MeteredBuffers(context)));
    }

    private static void measure(MeteredBuffers buffers) {
        List<DelayedBuffer> loads = new ArrayList<>();
        for (int delay : DELAYS_MILLIS) {
            loads.add(new DelayedBuffer(buffers.buffer("delay-" + delay), load(delay)));
        }
        loads.forEach(DelayedBuffer::start);
        try {
            await("the samples").atMost(Duration.ofMinutes(4)).until(() -> {
                for (int delay : DELAYS_MILLIS) {
                    if (buffers.scrape("delay-" + delay).value("residence_seconds_count") < SAMPLES) {
                        return false;
                    }
                }
                return true;
            });
            for (int i = 0; i < DELAYS_MILLIS.length; i++) {
                compare(buffers, DELAYS_MILLIS[i], loads.get(i).medianNanos() / 1e6);
            }
        } finally {
            loads.forEach(DelayedBuffer::close);
        }
    }

    /* The reader sees when it has an element, the meter when the element leaves. */
    private static void compare(MeteredBuffers buffers, int delay, double seen) {
        double shown = buffers.median("delay-" + delay) * 1e3;
        System.out.printf(
                "A delay of %d ms: the reader has seen %.3f ms, the meter shows %.3f ms (%.0f samples)%n",
                delay, seen, shown, buffers.scrape("delay-" + delay).value("residence_seconds_count"));
        assertThat(shown).as("the time that the reader has seen").isCloseTo(seen, withinPercentage(PERCENT));
        assertThat(shown).as("the delay").isCloseTo(delay, withinPercentage(PERCENT));
    }

    private static DelayedBuffer.Load load(int delayMillis) {
        long[] delays = {TimeUnit.MILLISECONDS.toNanos(delayMillis)};
        return new DelayedBuffer.Load() {

            @Override
            public long at(int step) {
                return step * STEP_NANOS;
            }

            @Override
            public long[] delays(int step) {
                return delays;
            }
        };
    }
}
