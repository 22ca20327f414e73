package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayTest {

    private final Delay delay = new Delay();

    @Test
    void thereIsNoPauseUntilOneIsSet() {
        delay.pause();
        assertThat(delay.millis()).isZero();
    }

    @Test
    void theShutdownEndsAPauseAndOmitsTheNext() throws Exception {
        delay.set(Delay.MAX_MILLIS);
        Thread consumer = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                delay.pause();
            }
        });
        consumer.start();
        await("the pause").until(() -> consumer.getState() == Thread.State.TIMED_WAITING);
        delay.end();
        consumer.join(10_000);
        assertThat(consumer.isAlive()).isFalse();
    }

    @Test
    void anInterruptEndsAPauseAndIsKept() {
        delay.set(Delay.MAX_MILLIS);
        Thread.currentThread().interrupt();
        delay.pause();
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1001})
    void aPauseOutOfRangeIsRefused(int millis) {
        assertThatThrownBy(() -> delay.set(millis))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 1000");
    }
}
