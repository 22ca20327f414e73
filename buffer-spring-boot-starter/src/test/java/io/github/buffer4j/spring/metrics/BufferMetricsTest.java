package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The meters of a buffer in an application without Spring Boot. */
class BufferMetricsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void metersAreBoundByHand() throws InterruptedException {
        Buffer<String> orders = new BlockBuffer<>(3);
        new BufferMetrics(orders, "orders", Tags.of("team", "blue")).bindTo(registry);
        orders.add("a");
        assertThat(registry.get("buffer.size")
                        .tags("name", "orders", "type", "block", "team", "blue")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("buffer.writes").functionCounter().count()).isEqualTo(1);
        assertThat(registry.find("buffer.residence").timer()).isNull();
    }

    @Test
    void ownTagsDoNotHideThoseOfTheMeters() {
        new BufferMetrics(new BlockBuffer<>(1), "orders", Tags.of("name", "x", "operation", "x")).bindTo(registry);
        assertThat(registry.get("buffer.waiters").tag("operation", "read").meters())
                .singleElement()
                .satisfies(meter -> assertThat(meter.getId().getTags()).contains(Tag.of("name", "orders")));
    }

    @Test
    void closingRemovesTheMetersFromEveryRegistry() {
        MeterRegistry other = new SimpleMeterRegistry();
        Buffer<String> orders = measured();
        try (BufferMetrics metrics = new BufferMetrics(orders, "orders", Tags.empty())) {
            metrics.bindTo(registry);
            metrics.bindTo(other);
            assertThat(registry.getMeters()).hasSize(17);
            assertThat(other.getMeters()).hasSize(17);
        }
        assertThat(registry.getMeters()).isEmpty();
        assertThat(other.getMeters()).isEmpty();
    }

    @Test
    void eachRegistryTimesTheSamples() throws InterruptedException {
        MeterRegistry other = new SimpleMeterRegistry();
        Buffer<String> orders = measured();
        BufferMetrics metrics = new BufferMetrics(orders, "orders", Tags.empty());
        metrics.bindTo(registry);
        metrics.bindTo(other);
        orders.add("a");
        long entered = System.nanoTime();
        await("a millisecond to pass").until(() -> System.nanoTime() - entered > 1_000_000);
        orders.next();
        Timer timer = registry.get("buffer.residence").timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isGreaterThan(1);
        assertThat(other.get("buffer.residence").timer().count()).isEqualTo(1);
    }

    @Test
    void samplesAreNotRecordedAfterTheMetersAreRemoved() throws InterruptedException {
        Buffer<String> orders = measured();
        BufferMetrics metrics = new BufferMetrics(orders, "orders", Tags.empty());
        metrics.bindTo(registry);
        Timer timer = registry.get("buffer.residence").timer();
        metrics.close();
        orders.add("a");
        orders.next();
        assertThat(timer.count()).isZero();
    }

    @Test
    void anOpenBufferHasNotEnded() throws InterruptedException {
        Buffer<String> orders = bound();
        assertThat(ended()).isEqualTo(Map.of("end", 0.0, "close", 0.0, "error", 0.0));
        orders.add("a");
        orders.closeWrite(new IllegalStateException("on purpose"));
        assertThat(ended()).isEqualTo(Map.of("end", 0.0, "close", 0.0, "error", 0.0));
        orders.next();
        assertThat(ended()).isEqualTo(Map.of("end", 0.0, "close", 0.0, "error", 1.0));
    }

    @Test
    void aDrainedBufferHasEndedByItsEnd() {
        bound().closeWrite();
        assertThat(ended()).isEqualTo(Map.of("end", 1.0, "close", 0.0, "error", 0.0));
    }

    @Test
    void aClosedBufferHasEndedByClosing() {
        bound().close();
        assertThat(ended()).isEqualTo(Map.of("end", 0.0, "close", 1.0, "error", 0.0));
    }

    @Test
    void aBufferClosedWithAnErrorHasEndedByIt() {
        bound().closeWithError(new IllegalStateException("on purpose"));
        assertThat(ended()).isEqualTo(Map.of("end", 0.0, "close", 0.0, "error", 1.0));
    }

    @Test
    void theLargestSizeIsTheRecentOne() {
        Buffer<String> buffer = mock();
        when(buffer.stats())
                .thenReturn(new BufferStats(
                        1, 10, 9, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, OptionalLong.empty(), BufferState.OPEN));
        new BufferMetrics(buffer, "stubbed", Tags.empty()).bindTo(registry);
        assertThat(registry.get("buffer.size.max").gauge().value()).isEqualTo(5);
    }

    @Test
    void aCapacityThatIsLiftedIsNoNumber() {
        Buffer<String> growable = Buffer.<String>builder().growable(1, 5);
        new BufferMetrics(growable, "growable", Tags.empty()).bindTo(registry);
        assertThat(registry.get("buffer.capacity").gauge().value()).isEqualTo(5);
        growable.resize(Integer.MAX_VALUE);
        assertThat(registry.get("buffer.capacity").gauge().value()).isNaN();
    }

    @Test
    void metersDoNotKeepABufferThatTheApplicationHasDropped() {
        WeakReference<Buffer<String>> dropped = new WeakReference<>(bound());
        await("the buffer to be garbage collected").until(() -> {
            System.gc();
            return dropped.get() == null;
        });
        assertThat(registry.get("buffer.size").gauge().value()).isNaN();
    }

    private static Buffer<String> measured() {
        return Buffer.<String>builder()
                .residenceListener(BufferMetrics.residence())
                .block(3);
    }

    private Buffer<String> bound() {
        Buffer<String> orders = measured();
        new BufferMetrics(orders, "orders", Tags.empty()).bindTo(registry);
        return orders;
    }

    private Map<String, Double> ended() {
        return registry.get("buffer.ended").gauges().stream()
                .collect(Collectors.toMap(
                        gauge -> String.valueOf(gauge.getId().getTag("cause")), gauge -> gauge.value()));
    }
}
