package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Names, types, units and tags of the meters. */
class BufferMeterIdTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues(
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.defaults.track-age=true",
                    "buffers.instances.orders.capacity=2",
                    "buffers.instances.orders.tags.floor=3",
                    "buffers.instances.returns.type=ring",
                    "buffers.instances.returns.tags.team=blue",
                    "buffers.instances.all.type=growable",
                    "buffers.instances.all.max-capacity=5");

    @ParameterizedTest
    @CsvSource({
        "buffer.size, GAUGE, elements, 1, ",
        "buffer.capacity, GAUGE, elements, 1, ",
        "buffer.size.max, GAUGE, elements, 1, ",
        "buffer.residence, TIMER, seconds, 1, ",
        "buffer.readers, GAUGE, , 1, ",
        "buffer.ended, GAUGE, , 3, cause",
        "buffer.writes, COUNTER, elements, 1, ",
        "buffer.reads, COUNTER, elements, 1, ",
        "buffer.overwrites, COUNTER, elements, 1, ",
        "buffer.discards, COUNTER, elements, 2, reason",
        "buffer.rejections, COUNTER, elements, 1, ",
        "buffer.blocked, TIMER, seconds, 2, operation",
        "buffer.waiters, GAUGE, threads, 2, operation",
        "buffer.oldest.age, GAUGE, seconds, 1, "
    })
    void everyMeterHasItsKindItsUnitAndTheTagsOfAllBuffers(
            String name, Meter.Type kind, @Nullable String unit, int perBuffer, @Nullable String extraTag) {
        runner.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Collection<Meter> meters = registry.get(name).meters();
            assertThat(meters).hasSize(3 * perBuffer).allSatisfy(meter -> {
                assertThat(meter.getId().getType()).isEqualTo(kind);
                assertThat(meter.getId().getBaseUnit()).isEqualTo(unit);
                assertThat(meter.getId().getDescription()).isNotBlank();
                assertThat(meter.getId().getTags())
                        .extracting(Tag::getKey)
                        .containsExactlyInAnyOrderElementsOf(Stream.of("name", "type", "floor", "team", extraTag)
                                .filter(key -> key != null)
                                .toList());
            });
            assertThat(tags(registry, name, "orders"))
                    .contains(Tag.of("type", "block"), Tag.of("floor", "3"), Tag.of("team", "none"));
            assertThat(tags(registry, name, "returns"))
                    .contains(Tag.of("type", "ring"), Tag.of("floor", "none"), Tag.of("team", "blue"));
        });
    }

    @Test
    void thereIsNoOtherMeter() {
        runner.run(context -> assertThat(context.getBean(MeterRegistry.class).getMeters())
                .filteredOn(meter -> meter.getId().getName().startsWith("buffer."))
                .hasSize(3 * 19));
    }

    private static List<Tag> tags(MeterRegistry registry, String meter, String buffer) {
        return registry.get(meter)
                .tag("name", buffer)
                .meters()
                .iterator()
                .next()
                .getId()
                .getTags();
    }
}
