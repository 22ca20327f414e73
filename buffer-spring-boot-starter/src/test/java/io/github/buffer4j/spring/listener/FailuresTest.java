package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FailuresTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final Failures failures = new Failures(
            ListenerSpec.builder("count", "numbers").build(),
            Invocation.of((Integer element) -> null),
            new WriterContexts(new BlockBuffer<>(1)),
            new BlockBuffer<>(1),
            null,
            ListenerObserver.NONE,
            now::get);

    private void giveUp(int items) {
        assertThat(failures.giveUp(List.of(items), new IllegalStateException("broken on purpose"), 1))
                .isTrue();
    }

    @Test
    void theFirstLossIsLoggedWithItsCauseAndTheOthersAsANumberEachMinute(CapturedOutput output) {
        giveUp(1);
        assertThat(output)
                .containsOnlyOnce("Listener 'count' gives up 1 element")
                .contains("broken on purpose");
        giveUp(2);
        giveUp(3);
        failures.flushWhenDue();
        assertThat(output).doesNotContain("another");
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        failures.flushWhenDue();
        assertThat(output).containsOnlyOnce("Listener 'count' has given up another 2 elements");
        failures.flushWhenDue();
        assertThat(output).containsOnlyOnce("another");
        giveUp(4);
        now.addAndGet(TimeUnit.MINUTES.toNanos(1) - 1);
        failures.flushWhenDue();
        assertThat(output).containsOnlyOnce("another");
    }
}
