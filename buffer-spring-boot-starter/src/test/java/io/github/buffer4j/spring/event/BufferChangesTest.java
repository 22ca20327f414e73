package io.github.buffer4j.spring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.map;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferInspection;
import io.github.buffer4j.spring.BufferRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;

/** What is found between two inspections, by a clock that the test sets. */
class BufferChangesTest {

    private final List<String> told = new ArrayList<>();
    private final BufferEvents events = new BufferEvents(
            100, event -> told.add(event.name() + " " + event.kind().word() + " " + event.details()));

    /* Close to the overflow of a counter of nanoseconds. */
    private long now = Long.MAX_VALUE - 1;

    private final BufferChanges changes = new BufferChanges(events, () -> now);
    private final BufferRegistry registry = new BufferRegistry(List.of());
    private final BlockBuffer<String> orders = new BlockBuffer<>(4);
    private final RingBuffer<String> latest = new RingBuffer<>(2);

    @BeforeEach
    void register() {
        registry.addListener(changes);
        registry.register(new BufferEntry("orders", orders));
        registry.register(new BufferEntry("latest", latest));
    }

    private void inspect() {
        registry.entries().forEach(entry -> inspect(entry, false));
    }

    private void inspect(BufferEntry entry, boolean stalled) {
        BufferInspection inspection =
                new BufferInspection(entry.buffer().stats(), entry.buffer().error(), 0, true, stalled, Duration.ZERO);
        changes.bufferInspected(entry, inspection);
    }

    private void assertTold(String... expected) {
        assertThat(told).containsExactly(expected);
        told.clear();
    }

    @Test
    void nothingIsPublishedOfABufferThatIsUsed() throws Exception {
        orders.write(new String[] {"a", "b"});
        inspect();
        orders.next();
        inspect();
        assertTold();
    }

    @Test
    void theFirstOverwriteOfABurstIsAnEvent() throws Exception {
        latest.write(new String[] {"a", "b", "c"});
        inspect();
        assertTold("latest overwriting {overwritten=1}");
        for (int i = 0; i < 3; i++) {
            now += TimeUnit.SECONDS.toNanos(9);
            latest.add("d");
            inspect();
            inspect();
        }
        assertTold();
        now += TimeUnit.SECONDS.toNanos(10);
        inspect();
        assertTold();
        latest.add("e");
        inspect();
        assertTold("latest overwriting {overwritten=5}");
    }

    @Test
    void theEndOfABufferIsAnEventOnce() throws Exception {
        latest.closeWrite();
        orders.write(new String[] {"a", "b"});
        orders.closeWithError(new IllegalStateException("secret"));
        inspect();
        inspect();
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "latest drained {}", "orders closed {error=java.lang.IllegalStateException, dropped=2}");
    }

    @Test
    void aBufferThatDrainsAfterAnErrorSaysSo() throws Exception {
        orders.add("a");
        orders.closeWrite(new IllegalStateException());
        inspect();
        assertTold();
        orders.next();
        inspect();
        assertTold("orders drained {error=java.lang.IllegalStateException}");
    }

    @Test
    void theEndOfABufferThatIsRemovedAtOnceIsAnEvent() {
        orders.close();
        registry.unregister("orders");
        latest.close();
        inspect();
        registry.unregister("latest");
        assertTold("orders closed {dropped=0}", "latest closed {dropped=0}");
    }

    @Test
    void aBufferThatHadEndedBeforeIsNoEvent() {
        BlockBuffer<String> ended = new BlockBuffer<>(1);
        ended.close();
        registry.register(new BufferEntry("ended", ended));
        inspect();
        registry.unregister("ended");
        assertTold();
    }

    @Test
    void aReaderThatIsGoneAndBackIsAnEventOnceEach() throws Exception {
        orders.add("a");
        BufferEntry entry = registry.get("orders");
        inspect(entry, true);
        inspect(entry, true);
        inspect(entry, false);
        inspect(entry, false);
        assertTold("orders reader-gone {size=1}", "orders reader-back {}");
    }

    @Test
    void aResizeByTheApplicationIsFound() {
        orders.resize(9);
        inspect();
        inspect();
        assertTold("orders resized {from=4, to=9}");
    }

    @Test
    void aResizeByAnOperatorIsAnEventWithTheUser() {
        assertThat(changes.resize(registry.get("orders"), 9, "ann")).isEqualTo(4);
        assertThat(orders.capacity()).isEqualTo(9);
        assertTold("orders resized {by=ann, from=4, to=9}");
        inspect();
        assertTold();
        orders.close();
        assertThatExceptionOfType(BufferClosedException.class)
                .isThrownBy(() -> changes.resize(registry.get("orders"), 5, "ann"));
        assertTold();
    }

    @Test
    void aResetByAnOperatorIsAnEventWithTheUser() throws Exception {
        orders.write(new String[] {"a", "b"});
        assertThat(changes.reset(registry.get("orders"), "ann")).isEqualTo(2);
        assertThat(changes.reset(registry.get("orders"), null)).isZero();
        assertTold("orders reset {by=ann, discarded=2}", "orders reset {discarded=0}");
    }

    @Test
    void aResizeByTheApplicationBeforeThatOfAnOperatorIsNotLost() {
        orders.resize(6);
        changes.resize(registry.get("orders"), 6, "ann");
        changes.resize(registry.get("orders"), 9, "ann");
        assertTold("orders resized {from=4, to=6}", "orders resized {by=ann, from=6, to=9}");
    }

    @Test
    void anUnboundedCapacityIsLeftOut() {
        GrowableBuffer<String> all = new GrowableBuffer<>();
        registry.register(new BufferEntry("all", all));
        changes.resize(registry.get("all"), 9, null);
        assertTold("all resized {to=9}");
    }

    @Test
    void theEndOfARemovedBufferIsPublishedWithoutTheLockOfTheRegistry() {
        List<Boolean> locked = new ArrayList<>();
        BufferRegistry others = new BufferRegistry(List.of());
        others.addListener(new BufferChanges(new BufferEvents(1, event -> locked.add(Thread.holdsLock(others)))));
        others.register(new BufferEntry("removed", new BlockBuffer<>(1)));
        others.remove("removed");
        BlockBuffer<String> closed = new BlockBuffer<>(1);
        others.register(new BufferEntry("unregistered", closed));
        closed.close();
        others.unregister("unregistered");
        assertThat(locked).containsExactly(false, false);
    }

    @Test
    void aLateInspectionIsNotTakenForOneOfABufferThatHasTheNameNow() {
        BufferEntry former = registry.get("orders");
        orders.close();
        registry.unregister("orders");
        assertTold("orders closed {dropped=0}");
        BlockBuffer<String> successor = new BlockBuffer<>(4);
        registry.register(new BufferEntry("orders", successor));
        inspect(former, true);
        assertTold();
        assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> changes.resize(former, 9, "ann"));
        assertThat(successor.capacity()).isEqualTo(4);
        successor.closeWithError(new IllegalStateException());
        inspect(registry.get("orders"), false);
        assertTold("orders closed {error=java.lang.IllegalStateException, dropped=0}");
    }

    @Test
    @SuppressWarnings("unchecked")
    void aBufferThatFailsAtFirstHasEventsOnceItWorks() throws Exception {
        RingBuffer<String> ring = new RingBuffer<>(2);
        ring.write(new String[] {"a", "b", "c"});
        Buffer<String> remote = mock(Buffer.class, AdditionalAnswers.delegatesTo(ring));
        doThrow(new IllegalStateException("not connected")).when(remote).stats();
        BufferEntry entry = new BufferEntry("remote", remote);
        registry.register(entry);
        doAnswer(call -> ring.stats()).when(remote).stats();
        inspect(entry, false);
        assertTold();
        ring.add("d");
        inspect(entry, false);
        ring.close();
        inspect(entry, false);
        assertTold("remote overwriting {overwritten=2}", "remote closed {dropped=2}");
    }

    @Test
    void aBufferWithoutStatisticsHasNoEventsAndSpoilsNoOthers() {
        registry.register(new BufferEntry("mock", mock(Buffer.class)));
        orders.close();
        inspect(registry.get("orders"), false);
        registry.unregister("mock");
        assertTold("orders closed {dropped=0}");
    }

    @Test
    void nothingIsKeptOfARemovedBuffer() {
        for (int i = 0; i < 100; i++) {
            registry.register(new BufferEntry("tenant-" + i, new BlockBuffer<>(1)));
            registry.unregister("tenant-" + i);
        }
        assertThat(changes)
                .extracting("buffers", map(String.class, Object.class))
                .hasSize(2);
    }
}
