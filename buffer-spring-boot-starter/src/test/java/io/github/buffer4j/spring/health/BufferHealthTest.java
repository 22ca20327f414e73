package io.github.buffer4j.spring.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferInspection;
import io.github.buffer4j.spring.EndOptions;
import io.github.buffer4j.spring.HealthOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** Each problem, and its minimum duration, by a clock that the test sets. */
class BufferHealthTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final BufferInspection FINE = inspection(null, false, Duration.ZERO, 0);
    private static final HealthOptions LIMITS =
            new HealthOptions(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ZERO);

    /* Close to the overflow of a counter of nanoseconds. */
    private long now = Long.MAX_VALUE - 1;

    private static BufferInspection inspection(
            @Nullable Throwable error, boolean stalled, Duration fullFor, long ageNanos) {
        BufferStats stats = new BufferStats(
                2, 4, 3, 3, 7, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, OptionalLong.of(ageNanos), BufferState.OPEN);
        return new BufferInspection(stats, error, 1, true, stalled, fullFor);
    }

    private BufferHealth health(HealthOptions options) {
        BufferEntry entry =
                new BufferEntry("orders", new BlockBuffer<>(4), null, Map.of(), 100, EndOptions.DEFAULT, options);
        return new BufferHealth(entry, () -> now);
    }

    private static List<Object> reasons(BufferVerdict verdict) {
        return List.copyOf((List<?>) verdict.details().getOrDefault("reasons", List.of()));
    }

    private static void assertUp(BufferVerdict verdict) {
        assertThat(verdict.status()).isEqualTo(Status.UP);
        assertThat(reasons(verdict)).isEmpty();
    }

    private static void assertDown(BufferVerdict verdict, Object... reasons) {
        assertThat(verdict.status()).isEqualTo(Status.DOWN);
        assertThat(reasons(verdict)).containsExactly(reasons);
    }

    private static BufferVerdict judge(BufferHealth health, BufferInspection inspection) {
        return health.judge(Optional.of(inspection), List.of());
    }

    @Test
    void aBufferWithoutAProblemIsUp() {
        BufferVerdict verdict = judge(health(LIMITS), FINE);
        assertUp(verdict);
        assertThat(verdict.details())
                .containsExactly(
                        Map.entry("status", "UP"),
                        Map.entry("reasons", List.of()),
                        Map.entry("state", "OPEN"),
                        Map.entry("size", 2),
                        Map.entry("capacity", 4),
                        Map.entry("readers", 1),
                        Map.entry("oldestAge", "PT0S"));
    }

    @Test
    void anErrorIsAProblem() {
        BufferVerdict verdict =
                judge(health(LIMITS), inspection(new IllegalStateException("secret"), false, Duration.ZERO, 0));
        assertDown(verdict, "closed-with-error");
        assertThat(verdict.details()).containsEntry("error", "java.lang.IllegalStateException");
        assertThat(verdict.details().toString()).doesNotContain("secret");
    }

    @Test
    void aStalledBufferIsAProblem() {
        assertDown(judge(health(LIMITS), inspection(null, true, Duration.ZERO, 0)), "stalled");
    }

    @Test
    void aBufferMayBeFullForLessThanItsTime() {
        BufferHealth health = health(LIMITS);
        assertUp(judge(health, inspection(null, false, Duration.ofSeconds(10).minusNanos(1), 0)));
        BufferVerdict verdict = judge(health, inspection(null, false, Duration.ofSeconds(10), 0));
        assertDown(verdict, "saturated");
        assertThat(verdict.details()).containsEntry("fullFor", "PT10S");
        assertUp(judge(health, FINE));
    }

    @Test
    void anElementMayBeAsOldAsTheLimit() {
        BufferHealth health = health(LIMITS);
        assertUp(judge(health, inspection(null, false, Duration.ZERO, 5_000_000_000L)));
        BufferVerdict verdict = judge(health, inspection(null, false, Duration.ZERO, 5_000_000_001L));
        assertDown(verdict, "too-old");
        assertThat(verdict.details()).containsEntry("oldestAge", "PT5.000000001S");
    }

    @Test
    void withoutLimitsABufferMayBeFullAndItsElementsMayBeOld() {
        assertUp(judge(
                health(HealthOptions.DEFAULT),
                inspection(null, false, Duration.ofDays(1), Duration.ofDays(1).toNanos())));
    }

    @Test
    void aListenerThatHasFailedIsAProblem() {
        BufferHealth health = health(LIMITS);
        BufferVerdict verdict = health.judge(Optional.of(FINE), List.of("bill", "ship"));
        assertDown(verdict, "listener-failed");
        assertThat(verdict.details()).containsEntry("failedListeners", List.of("bill", "ship"));
        assertUp(judge(health, FINE));
    }

    @Test
    void severalProblemsAreReportedInOneOrder() {
        BufferInspection all = inspection(
                new IllegalStateException(),
                true,
                Duration.ofHours(1),
                Duration.ofHours(1).toNanos());
        assertDown(
                health(LIMITS).judge(Optional.of(all), List.of("ship")),
                "closed-with-error",
                "stalled",
                "saturated",
                "too-old",
                "listener-failed");
    }

    @Test
    void aProblemIsReportedUntilItWasNotSeenForItsMinimum() {
        BufferHealth health = health(new HealthOptions(null, null, SECOND));
        assertDown(judge(health, inspection(null, true, Duration.ZERO, 0)), "stalled");
        now += SECOND.toNanos() - 1;
        assertDown(judge(health, FINE), "stalled");
        assertDown(judge(health, inspection(null, true, Duration.ZERO, 0)), "stalled");
        now += SECOND.toNanos() - 1;
        assertDown(judge(health, FINE), "stalled");
        now += 1;
        assertUp(judge(health, FINE));
    }

    @Test
    void eachProblemHasItsOwnMinimum() {
        BufferHealth health = health(new HealthOptions(null, null, SECOND));
        assertDown(judge(health, inspection(null, true, Duration.ZERO, 0)), "stalled");
        now += SECOND.toNanos() / 2;
        assertDown(health.judge(Optional.of(FINE), List.of("ship")), "stalled", "listener-failed");
        now += SECOND.toNanos() / 2;
        assertDown(judge(health, FINE), "listener-failed");
    }

    @Test
    void aBufferThatFailsIsUnknownUnlessItHasAProblem() {
        BufferHealth health = health(new HealthOptions(null, null, SECOND));
        BufferVerdict verdict = health.judge(Optional.empty(), List.of());
        assertThat(verdict.status()).isEqualTo(Status.UNKNOWN);
        assertThat(verdict.details()).containsOnlyKeys("status", "reasons");
        assertDown(judge(health, inspection(null, true, Duration.ZERO, 0)), "stalled");
        assertDown(health.judge(Optional.empty(), List.of()), "stalled");
        now += SECOND.toNanos();
        assertDown(health.judge(Optional.empty(), List.of("ship")), "listener-failed");
    }

    @Test
    void aMinimumOfCenturiesDoesNotOverflow() {
        BufferHealth health = health(new HealthOptions(null, null, Duration.ofDays(365_000)));
        assertDown(judge(health, inspection(null, true, Duration.ZERO, 0)), "stalled");
        now += Duration.ofDays(365).toNanos();
        assertDown(judge(health, FINE), "stalled");
    }

    @Test
    void anUnboundedBufferHasNoCapacity() {
        BufferStats stats = new BufferStats(
                2, Integer.MAX_VALUE, 3, 3, 7, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, OptionalLong.empty(), BufferState.OPEN);
        assertThat(judge(health(LIMITS), new BufferInspection(stats, null, 0, true, false, Duration.ZERO))
                        .details())
                .containsOnlyKeys("status", "reasons", "state", "size", "readers");
    }

    @Test
    void whatOneOfManyThreadsHasSeenIsInItsVerdict() throws Exception {
        BufferHealth health = health(LIMITS);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch begin = new CountDownLatch(1);
        try {
            List<Future<?>> all = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        begin.await();
                        for (int round = 0; round < 20_000; round++) {
                            boolean stalled = (round + i) % 2 == 0;
                            BufferVerdict verdict = judge(health, inspection(null, stalled, Duration.ZERO, 0));
                            assertThat(stalled && verdict.problems().isEmpty()).isFalse();
                        }
                        return null;
                    }))
                    .toList();
            begin.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertUp(judge(health, FINE));
    }
}
