package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferStats;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A server that does not answer is waited for once. */
class SharedStatsTest {

    private final FakeSharedBuffer orders = new FakeSharedBuffer(new BlockBuffer<>(4));
    private final FakeSharedBuffer rows = new FakeSharedBuffer(new BlockBuffer<>(4));

    /* Close to the overflow of a counter of nanoseconds. */
    private long now = Long.MAX_VALUE - 1;

    private final SharedStats statistics = new SharedStats(() -> now);

    private BufferStats of(FakeSharedBuffer buffer) {
        return Objects.requireNonNull(statistics.of(buffer.client()));
    }

    private void assertFails(FakeSharedBuffer buffer) {
        assertThatIllegalStateException().isThrownBy(() -> of(buffer)).withMessage("The server does not answer");
    }

    @Test
    void anAbsentServerIsAskedForOneBufferOnly() {
        orders.setAway(true);
        rows.setAway(true);
        assertFails(orders);
        assertFails(rows);
        assertFails(orders);
        assertThat(orders.commands()).isEqualTo(1);
        assertThat(rows.commands()).isZero();
    }

    @Test
    void theServerIsAskedAgainAfterThePause() {
        orders.setAway(true);
        assertFails(orders);
        orders.setAway(false);
        now += SharedStats.PAUSE.toNanos() - 1;
        assertFails(orders);
        now++;
        assertThat(of(orders).capacity()).isEqualTo(4);
        assertThat(of(rows).capacity()).isEqualTo(4);
    }

    @Test
    void aFailureOfOneBufferDoesNotConcernTheOthers() {
        orders.setBroken(true);
        assertThatIllegalStateException().isThrownBy(() -> of(orders)).withMessage("broken");
        assertThat(of(rows).capacity()).isEqualTo(4);
    }

    @Test
    void aLocalBufferIsAlwaysAsked() {
        orders.setAway(true);
        assertFails(orders);
        assertThat(Objects.requireNonNull(statistics.of(new BlockBuffer<>(7))).capacity())
                .isEqualTo(7);
    }
}
