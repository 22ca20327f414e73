package io.github.buffer4j;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Repeats the model and the stress tests with a new seed in each round, for as many minutes as a property says. The
 * seed of each round is printed.
 */
@Tag("soak")
@Timeout(value = 12, unit = TimeUnit.HOURS)
@EnabledIfSystemProperty(
        named = "buffer4j.soak.minutes",
        matches = "\\d+",
        disabledReason = "only the profile soak runs it")
class SoakTest {

    private static final int[] CAPACITIES = {1, 2, 3, 8, 64};
    private static final int BYTES_CALLS = 10_000;

    @Test
    void aSlowRunEndsAThousandTimesOnABusyMachine() throws InterruptedException {
        StressTest.assertThatASlowRunEnds(1_000);
    }

    @Test
    void everySeedPasses() throws InterruptedException {
        long length = Duration.ofMinutes(Long.getLong("buffer4j.soak.minutes")).toNanos();
        long start = System.nanoTime();
        Random seeds = new Random(Seed.OF_THIS_RUN);
        int rounds = 0;
        do {
            long seed = seeds.nextLong();
            System.out.println("round " + ++rounds + ": buffer4j.test.seed=" + seed);
            for (Kind kind : Kind.values()) {
                for (int capacity : CAPACITIES) {
                    ModelTest.check(kind, capacity, seed);
                    StressTest.check(kind, capacity, 1, seed);
                    StressTest.check(kind, capacity, 3, seed);
                    BytesModelTest.check(kind, capacity, seed);
                    BytesStressTest.check(kind, 100 * capacity, 1, BYTES_CALLS, seed);
                    BytesStressTest.check(kind, capacity, 3, BYTES_CALLS, seed);
                }
            }
        } while (System.nanoTime() - start < length);
        System.out.println(rounds + " rounds passed");
    }
}
