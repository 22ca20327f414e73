package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.buffer4j.BlockBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The monitor, which looks at all buffers each second, asks the server of a shared one rarely. */
class SharedMonitorTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final BlockBuffer<Object> elements = new BlockBuffer<>(4);
    private final FakeSharedBuffer orders = new FakeSharedBuffer(elements);
    private final FakeSharedBuffer rows = new FakeSharedBuffer(new BlockBuffer<>(4));

    /* Close to the overflow of a counter of nanoseconds. */
    private long now = Long.MAX_VALUE - 5 * SECOND;

    private final BufferRegistry registry = new BufferRegistry(List.of());
    private final BufferMonitor monitor = new BufferMonitor(registry, new EndOrder(List.of(), List::of), () -> now);

    private void look(int seconds) {
        for (int i = 0; i < seconds; i++) {
            monitor.look();
            now += SECOND;
        }
    }

    private void add(String name, FakeSharedBuffer buffer) {
        monitor.bufferAdded(new BufferEntry(name, buffer.client()));
    }

    @Test
    void oneLookInHalfAMinuteIsACommand() {
        add("orders", orders);
        look(30);
        assertThat(orders.commands()).isEqualTo(1);
        look(30);
        assertThat(orders.commands()).isEqualTo(2);
    }

    @Test
    void aLookOfSomeoneElsePutsOffTheNextOne() {
        add("orders", orders);
        look(29);
        assertThat(monitor.inspect("orders")).isPresent();
        look(30);
        assertThat(orders.commands()).isEqualTo(2);
    }

    @Test
    void anAbsentServerIsAskedOnceInAPauseAndForOneBuffer() {
        add("orders", orders);
        add("rows", rows);
        orders.setAway(true);
        rows.setAway(true);
        look(5);
        assertThat(orders.commands() + rows.commands()).isEqualTo(1);
        look(5);
        assertThat(orders.commands() + rows.commands()).isEqualTo(2);
    }

    @Test
    void clientsAreInspectedEachSecond() {
        List<ClientStats> seen = new ArrayList<>();
        monitor.addInspectionListener(new InspectionListener() {
            @Override
            public void bufferInspected(BufferEntry entry, BufferInspection inspection) {}

            @Override
            public void clientInspected(BufferEntry entry, ClientStats stats) {
                seen.add(stats);
            }
        });
        add("orders", orders);
        look(1);
        orders.setLost(true);
        look(2);
        assertThat(seen).extracting(ClientStats::lost).containsExactly(false, true, true);
    }

    @Test
    void anAbsentServerIsAwayForAllBuffers() {
        List<String> away = new ArrayList<>();
        monitor.addInspectionListener(new InspectionListener() {
            @Override
            public void bufferInspected(BufferEntry entry, BufferInspection inspection) {}

            @Override
            public void clientInspected(BufferEntry entry, ClientStats stats) {
                if (!stats.available()) {
                    away.add(entry.name());
                }
            }
        });
        add("orders", orders);
        add("rows", rows);
        orders.setAway(true);
        rows.setAway(true);
        look(1);
        assertThat(away).containsExactlyInAnyOrder("orders", "rows");
        orders.setAway(false);
        rows.setAway(false);
        look(5);
        away.clear();
        look(1);
        assertThat(away).isEmpty();
    }

    @Test
    void theNumberOfReadersIsNoCommand() {
        add("orders", orders);
        assertThat(monitor.readersAtWork("orders")).isEqualTo(2);
        assertThat(orders.commands()).isZero();
    }

    private void assertStalled(boolean stalled) {
        assertThat(monitor.inspect("orders"))
                .hasValueSatisfying(found -> assertThat(found.stalled()).isEqualTo(stalled));
    }

    @Test
    void elementsThatNoApplicationReadsAnyMoreAreStalledAndOthersAreNot() {
        FakeSharedBuffer left = new FakeSharedBuffer(elements, 0);
        left.setRead(1);
        add("orders", left);
        elements.offer("a");
        elements.offer("b");
        look(31);
        assertThat(monitor.readersAtWork("orders")).isZero();
        assertStalled(true);
        assertThat(elements.poll()).as("read by another application").isEqualTo("a");
        look(1);
        assertStalled(false);
    }

    @Test
    void theReadersOfOthersAreNotMissedByAnApplicationThatOnlyWrites() {
        add("orders", new FakeSharedBuffer(elements, 0));
        elements.offer("a");
        look(120);
        assertStalled(false);
    }

    @Test
    void aListenerThatDoesNotWorkIsMissed() {
        BufferConsumer paused = mock();
        when(paused.source()).thenReturn("orders");
        registry.addConsumer(paused);
        add("orders", new FakeSharedBuffer(elements, 0));
        elements.offer("a");
        look(31);
        assertStalled(true);
    }

    @Test
    void anApplicationThatHasReadLatelyIsAtWorkAlsoIfNoThreadWaits() {
        FakeSharedBuffer busy = new FakeSharedBuffer(elements, 0);
        add("orders", busy);
        look(1);
        assertThat(monitor.readersAtWork("orders")).isZero();
        busy.setRead(1);
        look(1);
        assertThat(monitor.readersAtWork("orders")).isEqualTo(1);
        now += 31 * SECOND;
        assertThat(monitor.readersAtWork("orders")).isZero();
    }
}
