package io.github.buffer4j.spring.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferInspection;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.FakeSharedBuffer;
import io.github.buffer4j.spring.SharedBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of the client of a shared buffer. */
class SharedChangesTest {

    private final List<String> told = new ArrayList<>();
    private final BufferChanges changes = new BufferChanges(
            new BufferEvents(100, event -> told.add(event.kind().word())));
    private final BlockBuffer<Object> elements = new BlockBuffer<>(4);
    private final FakeSharedBuffer shared = new FakeSharedBuffer(elements);
    private final BufferEntry entry = new BufferEntry("orders", shared.client());
    private final BufferRegistry registry = new BufferRegistry(List.of());

    @BeforeEach
    void register() {
        registry.addListener(changes);
        registry.register(entry);
    }

    private void inspect() {
        BufferInspection inspection = new BufferInspection(entry.buffer().stats(), null, 0, true, false, Duration.ZERO);
        changes.bufferInspected(entry, inspection);
        inspectClient();
    }

    private void inspectClient() {
        entry.clientStats().ifPresent(stats -> changes.clientInspected(entry, stats));
    }

    private void command() {
        try {
            int unused = entry.buffer().size();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("The server does not answer");
        }
    }

    @Test
    void theServerGoesAndComesBack() {
        inspect();
        shared.setAway(true);
        command();
        inspectClient();
        inspectClient();
        shared.setAway(false);
        command();
        inspectClient();
        assertThat(told).containsExactly("unavailable", "available");
    }

    @Test
    void contentsAreLostOnce() {
        inspect();
        shared.setLost(true);
        inspect();
        inspect();
        assertThat(told).containsExactly("lost");
    }

    @Test
    void aDetachedClientHasNotClosedTheBuffer() {
        inspect();
        ((SharedBuffer) shared.client()).detach();
        inspect();
        assertThat(told).containsExactly("detached");
    }

    @Test
    void aRemovalTellsThatTheClientIsDetached() {
        assertThat(registry.remove("orders")).isTrue();
        assertThat(told).containsExactly("detached");
    }

    @Test
    void anEndInAnotherApplicationIsAnEnd() {
        inspect();
        elements.closeWrite();
        inspect();
        assertThat(told).containsExactly("drained");
    }

    @Test
    void aResizeInAnotherApplicationIsFoundWithoutAnotherCommand() {
        inspect();
        elements.resize(8);
        int before = shared.commands();
        inspect();
        assertThat(told).containsExactly("resized");
        assertThat(shared.commands()).as("only the statistics").isEqualTo(before + 1);
    }
}
