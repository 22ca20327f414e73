package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.StreamingBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** What the monitor finds out about buffers, by a clock that the test sets. */
class BufferInspectionTest {

    private final BufferRegistry registry = new BufferRegistry(List.of());
    private long seconds;
    private final BufferMonitor monitor = new BufferMonitor(
            registry,
            new EndOrder(List.of(), registry::consumers),
            () -> Duration.ofSeconds(seconds).toNanos());

    BufferInspectionTest() {
        registry.addListener(monitor);
    }

    private <B extends Buffer<Integer>> B add(B buffer) {
        registry.register(new BufferEntry("orders", buffer));
        return buffer;
    }

    private BufferInspection inspect() {
        return monitor.inspect("orders").orElseThrow();
    }

    @Test
    void elementsWithoutAReaderMakeABufferStalledAfterItsTime() throws Exception {
        BlockBuffer<Integer> orders = add(new BlockBuffer<>(4));
        orders.add(1);
        assertThat(inspect().stalled()).isFalse();
        seconds = 29;
        assertThat(inspect().stalled()).isFalse();
        seconds = 30;
        assertThat(inspect().stalled()).isTrue();
        assertThat(orders.poll()).isEqualTo(1);
        assertThat(inspect().stalled()).isFalse();
    }

    @Test
    void aBufferThatWasEmptyForLongIsNotStalledByItsFirstElement() throws Exception {
        BlockBuffer<Integer> orders = add(new BlockBuffer<>(4));
        orders.add(1);
        Thread reader = new Thread(orders::poll);
        reader.start();
        reader.join();
        monitor.look();
        seconds = 3_600;
        monitor.look();
        orders.add(2);
        assertThat(inspect().stalled()).isFalse();
        seconds += 29;
        assertThat(inspect().stalled()).isFalse();
        seconds += 1;
        assertThat(inspect().stalled()).isTrue();
    }

    @Test
    void timesBeginAnewWhenAPausedContextGoesOn() throws Exception {
        BlockBuffer<Integer> orders = add(new BlockBuffer<>(1));
        orders.add(1);
        assertThat(inspect().fullFor()).isZero();
        BufferMonitorLifecycle lifecycle = new BufferMonitorLifecycle(monitor);
        seconds = 3_600;
        lifecycle.start();
        lifecycle.stop();
        assertThat(inspect().stalled()).isFalse();
        assertThat(inspect().fullFor()).isZero();
        seconds += 30;
        assertThat(inspect().stalled()).isTrue();
        assertThat(inspect().fullFor()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aBufferThatWasStalledIsStalledStillAfterAPause() throws Exception {
        BlockBuffer<Integer> orders = add(new BlockBuffer<>(2));
        orders.write(new Integer[] {1, 2});
        monitor.look();
        seconds = 30;
        assertThat(inspect().stalled()).isTrue();
        BufferMonitorLifecycle lifecycle = new BufferMonitorLifecycle(monitor);
        lifecycle.start();
        lifecycle.stop();
        assertThat(inspect().stalled()).isTrue();
        assertThat(orders.discard(1)).isOne();
        assertThat(inspect().stalled()).isFalse();
    }

    @Test
    void theTimeOfABlockBufferThatIsFullCountsFromTheFirstLook() throws Exception {
        BlockBuffer<Integer> orders = add(new BlockBuffer<>(2));
        orders.write(new Integer[] {1, 2});
        seconds = 10;
        monitor.look();
        seconds = 17;
        assertThat(inspect().fullFor()).isEqualTo(Duration.ofSeconds(7));
        assertThat(orders.poll()).isEqualTo(1);
        assertThat(inspect().fullFor()).isZero();
        orders.add(3);
        seconds = 20;
        assertThat(inspect().fullFor()).isZero();
        seconds = 21;
        assertThat(inspect().fullFor()).isEqualTo(Duration.ofSeconds(1));
    }

    /* Between a read and the wake-up of the writer there is room. */
    @Test
    void aWriterThatWaitsKeepsABufferFull() {
        StreamingBuffer orders = Mockito.mock(StreamingBuffer.class);
        registry.register(new BufferEntry("orders", orders));
        Mockito.when(orders.stats()).thenReturn(stats(2, 1), stats(1, 1), stats(1, 0));
        monitor.look();
        seconds = 1;
        assertThat(inspect().fullFor()).isEqualTo(Duration.ofSeconds(1));
        assertThat(inspect().fullFor()).isZero();
    }

    private static BufferStats stats(int size, int writersWaiting) {
        return new BufferStats(
                size,
                2,
                2,
                2,
                9,
                9L - size,
                0,
                0,
                0,
                0,
                writersWaiting,
                0,
                0,
                0,
                0,
                0,
                OptionalLong.empty(),
                BufferState.OPEN);
    }

    @Test
    void aGrowableBufferIsFullOnlyAtItsMaximum() {
        GrowableBuffer<Integer> orders = add(Buffer.<Integer>builder().growable(1, 2));
        assertThat(orders.offer(1)).isTrue();
        monitor.look();
        seconds = 5;
        assertThat(inspect().fullFor()).isZero();
        assertThat(orders.offer(2)).isTrue();
        monitor.look();
        seconds = 6;
        assertThat(inspect().fullFor()).isEqualTo(Duration.ofSeconds(1));
        orders.resize(3);
        assertThat(inspect().fullFor()).isZero();
    }

    @Test
    void aRingBufferIsNeverFull() throws Exception {
        RingBuffer<Integer> orders = add(new RingBuffer<>(2));
        orders.write(new Integer[] {1, 2, 3});
        monitor.look();
        seconds = 5;
        assertThat(inspect().fullFor()).isZero();
    }

    @Test
    void aBufferThatFailsOrIsUnknownHasNoInspection() {
        registry.register(new BufferEntry("orders", Mockito.mock(BlockBuffer.class)));
        assertThat(monitor.inspect("orders")).isEmpty();
        assertThat(monitor.inspect("unknown")).isEmpty();
    }

    @Test
    void theErrorOfABufferIsFound() {
        BlockBuffer<Integer> orders = add(new BlockBuffer<>(2));
        assertThat(inspect().error()).isNull();
        IllegalStateException cause = new IllegalStateException("on purpose");
        assertThat(orders.closeWithError(cause)).isTrue();
        assertThat(inspect().error()).isSameAs(cause);
    }
}
