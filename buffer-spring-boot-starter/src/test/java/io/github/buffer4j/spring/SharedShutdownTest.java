package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An application that shuts down leaves its shared buffers, and ends none of them. */
@ExtendWith(OutputCaptureExtension.class)
class SharedShutdownTest {

    private static final EndOptions CLOSES = new EndOptions(false, null, List.of(), Duration.ofSeconds(30), true);

    private final BlockBuffer<Object> elements = new BlockBuffer<>(4);
    private final FakeSharedBuffer shared = new FakeSharedBuffer(elements);
    private final BufferRegistry registry = new BufferRegistry(List.of());
    private final BufferLifecycle lifecycle = new BufferLifecycle(registry, List.of(), Duration.ofSeconds(20));

    private static BufferEntry entry(FakeSharedBuffer buffer, EndOptions ending) {
        return new BufferEntry("orders", buffer.client(), null, Map.of(), 100, ending);
    }

    @Test
    void aShutdownDetachesAndKeepsTheElements() {
        registry.register(new BufferEntry("orders", shared.client()));
        elements.offer("kept");
        lifecycle.start();
        lifecycle.stop();
        assertThat(shared.isDetached()).isTrue();
        assertThat(elements.state()).isEqualTo(BufferState.OPEN);
        assertThat(elements.snapshot()).containsExactly("kept");
    }

    @Test
    void aSharedBufferIsDetachedAfterTheOthersHaveEnded() {
        BlockBuffer<Object> rows = new BlockBuffer<>(4);
        AtomicReference<BufferState> stateOfRows = new AtomicReference<>();
        shared.onDetach(() -> stateOfRows.set(rows.state()));
        registry.register(new BufferEntry("orders", shared.client()));
        registry.register(new BufferEntry("rows", rows));
        lifecycle.start();
        lifecycle.stop();
        assertThat(stateOfRows).hasValue(BufferState.DRAINED);
    }

    @Test
    void aShutdownClosesForWritingWhereItIsToldTo(CapturedOutput output) {
        registry.register(entry(shared, CLOSES));
        elements.offer("kept");
        lifecycle.start();
        lifecycle.stop();
        assertThat(elements.state()).isEqualTo(BufferState.DRAINING);
        assertThat(shared.isDetached()).isTrue();
        assertThat(output).contains("Shared buffer 'orders' was closed for writing in all applications");
    }

    @Test
    void anAbsentServerIsLoggedAndTheClientDetached(CapturedOutput output) {
        registry.register(entry(shared, CLOSES));
        lifecycle.start();
        shared.setAway(true);
        lifecycle.stop();
        assertThat(shared.isDetached()).isTrue();
        assertThat(output).contains("Shared buffer 'orders' could not be closed for writing");
    }

    @Test
    void aFailedStartAndTheEndOfABeanOnlyDetach() {
        registry.register(entry(shared, CLOSES));
        BufferLifecycle.closeAll(registry);
        assertThat(shared.isDetached()).isTrue();
        assertThat(elements.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void aRemovalOnlyDetaches() {
        registry.register(entry(shared, CLOSES));
        assertThat(registry.remove("orders")).isTrue();
        assertThat(shared.isDetached()).isTrue();
        assertThat(elements.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void aBufferThatCannotBeRegisteredIsOnlyDetached() {
        BufferRegistry creating = new BufferRegistry(
                List.of(),
                (name, template, tags) -> new BufferEntry(name, shared.client(), null, tags, 100, EndOptions.DEFAULT));
        assertThatIllegalArgumentException().isThrownBy(() -> creating.create("orders", "any", Map.of("team", "blue")));
        assertThat(shared.isDetached()).isTrue();
        assertThat(elements.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void aLateSharedBufferIsDetachedAtOnce() {
        lifecycle.start();
        lifecycle.stop();
        registry.register(new BufferEntry("orders", shared.client()));
        assertThat(shared.isDetached()).isTrue();
        assertThat(elements.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void theEarlyPhaseDoesNotCloseIt() {
        EndOptions early = new EndOptions(true, null, List.of(), Duration.ofSeconds(30));
        registry.register(entry(shared, early));
        EarlyBufferLifecycle earlyLifecycle = new EarlyBufferLifecycle(registry);
        earlyLifecycle.start();
        earlyLifecycle.stop();
        assertThat(elements.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void elementsOfASharedBufferDoNotDelayTheOthers() {
        Buffer<Object> rows = new BlockBuffer<>(4);
        registry.register(new BufferEntry("orders", shared.client()));
        registry.register(new BufferEntry("rows", rows));
        elements.offer("unread");
        int before = shared.commands();
        lifecycle.stop();
        assertThat(shared.commands()).as("looks at the shared buffer").isEqualTo(before);
    }
}
