package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.redis.CommandLanes.Lane;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CommandLanesTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final CommandLanes lanes = new CommandLanes();

    @Test
    void aThreadThatFindsNoLaneInTimeGoesWithoutOne() {
        Lane last = acquireAll();
        assertThat(lanes.acquire(1)).isNull();
        lanes.release(last);
        assertThat(lanes.acquire(MINUTE)).isSameAs(last);
    }

    @Test
    void anInterruptedThreadWaitsForALaneNoLongerThanAMoment() {
        acquireAll();
        Thread.currentThread().interrupt();
        assertThat(lanes.acquire(Duration.ofDays(1).toNanos())).isNull();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aLaneThatWasAbandonedIsUsedAgainOnceItIsReadmitted() {
        Lane abandoned = Objects.requireNonNull(lanes.acquire(MINUTE));
        lanes.abandon();
        assertThat(acquireAll()).isNotSameAs(abandoned);
        lanes.abandon();
        lanes.readmit(abandoned);
        assertThat(lanes.acquire(MINUTE)).isSameAs(abandoned);
    }

    private Lane acquireAll() {
        Lane last = Objects.requireNonNull(lanes.acquire(MINUTE));
        for (Lane next = lanes.acquire(1); next != null; next = lanes.acquire(1)) {
            last = next;
        }
        return last;
    }
}
