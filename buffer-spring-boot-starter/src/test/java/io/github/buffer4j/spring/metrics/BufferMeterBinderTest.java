package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class BufferMeterBinderTest {

    private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BufferAutoConfiguration.class, BufferMetricsAutoConfiguration.class))
            .withPropertyValues("buffers.defaults.drain-timeout=0s", "buffers.instances.orders.capacity=2");

    private final ApplicationContextRunner runner = withoutRegistry
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new);

    private final ApplicationContextRunner tagged = runner.withPropertyValues(
            "buffers.defaults.track-age=true",
            "buffers.instances.orders.tags.floor=3",
            "buffers.instances.returns.type=ring",
            "buffers.instances.returns.tags.team=blue",
            "buffers.instances.all.type=growable",
            "buffers.instances.all.max-capacity=5");

    @Test
    void sizeAndCapacityAreGauges() {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            orders.add(1);
            assertThat(meter(context, "buffer.size", "orders").gauge().value()).isEqualTo(1);
            assertThat(meter(context, "buffer.capacity", "orders").gauge().value())
                    .isEqualTo(2);
        });
    }

    @Test
    void unboundedBufferHasNoCapacityMeter() {
        runner.withPropertyValues("buffers.instances.all.type=growable").run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.find("buffer.capacity").tag("name", "all").meters())
                    .isEmpty();
            assertThat(registry.find("buffer.size").tag("name", "all").meters()).hasSize(1);
        });
    }

    @Test
    void writesReadsAndOverwritesAreCounted() {
        runner.withPropertyValues("buffers.instances.latest.type=ring", "buffers.instances.latest.capacity=3")
                .run(context -> {
                    Buffer<Integer> latest = buffer(context, "latest");
                    latest.write(new Integer[] {1, 2, 3, 4, 5});
                    assertThat(latest.next()).isEqualTo(3);
                    assertThat(count(context, "buffer.writes")).isEqualTo(5);
                    assertThat(count(context, "buffer.overwrites")).isEqualTo(2);
                    assertThat(count(context, "buffer.reads")).isEqualTo(1);
                });
    }

    @Test
    void waitsAreTimedByOperation() {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            orders.write(new Integer[] {1, 2});
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                try {
                    orders.add(3);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            await().until(() -> orders.stats().writersWaiting() == 1);
            orders.discard(1);
            await().until(writer::isDone);
            FunctionTimer write = timer(context, "write");
            assertThat(write.count()).isEqualTo(1);
            assertThat(write.totalTime(TimeUnit.NANOSECONDS)).isPositive().isEqualTo((double)
                    orders.stats().writeBlockedNanos());
            assertThat(timer(context, "read").count()).isZero();
        });
    }

    @Test
    void discardsAreCountedByReason() {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            orders.write(new Integer[] {1, 2});
            orders.discard(1);
            orders.close();
            assertThat(discards(context, "discard")).isEqualTo(1);
            assertThat(discards(context, "close")).isEqualTo(1);
        });
    }

    @Test
    void rejectionsAndThePeakAreShown() {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            assertThat(orders.offer(new Integer[] {1, 2, 3}, 0, 3)).isEqualTo(2);
            orders.reset();
            assertThat(meter(context, "buffer.rejections", "orders")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(meter(context, "buffer.size.max", "orders").gauge().value())
                    .isEqualTo(2);
        });
    }

    @Test
    void ageIsShownWhereItIsTracked() {
        runner.withPropertyValues("buffers.instances.aged.track-age=true").run(context -> {
            Buffer<Integer> aged = buffer(context, "aged");
            aged.add(1);
            assertThat(meter(context, "buffer.oldest.age", "aged").timeGauge().value(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(context.getBean(MeterRegistry.class)
                            .find("buffer.oldest.age")
                            .meters())
                    .hasSize(1);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "buffer.size, elements, ''",
        "buffer.capacity, elements, ''",
        "buffer.size.max, elements, ''",
        "buffer.writes, elements, ''",
        "buffer.reads, elements, ''",
        "buffer.overwrites, elements, ''",
        "buffer.discards, elements, reason",
        "buffer.rejections, elements, ''",
        "buffer.blocked, seconds, operation",
        "buffer.waiters, threads, operation",
        "buffer.oldest.age, seconds, ''"
    })
    void everyMeterHasItsUnitAndTheTagsOfAllBuffers(String name, String unit, String extraTag) {
        tagged.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Collection<Meter> meters = registry.get(name).meters();
            assertThat(meters).hasSize(extraTag.isEmpty() ? 3 : 6).allSatisfy(meter -> {
                assertThat(meter.getId().getBaseUnit()).isEqualTo(unit);
                assertThat(meter.getId().getDescription()).isNotBlank();
                assertThat(meter.getId().getTags())
                        .extracting(Tag::getKey)
                        .containsOnly(Stream.of("name", "type", "floor", "team", extraTag)
                                .filter(key -> !key.isEmpty())
                                .toArray(String[]::new));
            });
            assertThat(registry.get(name)
                            .tag("name", "orders")
                            .meters()
                            .iterator()
                            .next()
                            .getId()
                            .getTags())
                    .contains(Tag.of("type", "block"), Tag.of("floor", "3"), Tag.of("team", "none"));
            assertThat(registry.get(name)
                            .tag("name", "returns")
                            .meters()
                            .iterator()
                            .next()
                            .getId()
                            .getTags())
                    .contains(Tag.of("type", "ring"), Tag.of("floor", "none"), Tag.of("team", "blue"));
        });
    }

    @Test
    void thereIsNoOtherMeter() {
        tagged.run(context -> assertThat(context.getBean(MeterRegistry.class).getMeters())
                .filteredOn(meter -> meter.getId().getName().startsWith("buffer."))
                .hasSize(3 * 14));
    }

    @Test
    void buffersThatComeAndGoGainAndLoseTheirMeters() {
        tagged.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            BufferRegistry buffers = context.getBean(BufferRegistry.class);
            int before = registry.getMeters().size();
            Buffer<String> late = new BlockBuffer<>(3);
            buffers.register(new BufferEntry("late", late));
            late.add("one");
            assertThat(meter(context, "buffer.writes", "late").functionCounter().count())
                    .isEqualTo(1);
            assertThat(registry.getMeters()).hasSize(before + 13);
            buffers.unregister("late");
            assertThat(registry.getMeters()).hasSize(before);
            buffers.register(new BufferEntry("late", new BlockBuffer<>(4)));
            assertThat(meter(context, "buffer.capacity", "late").gauge().value())
                    .isEqualTo(4);
        });
    }

    @Test
    void destroyedBeansLoseTheirMeters() {
        runner.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.find("buffer.size").meters()).hasSize(1);
            ((DefaultListableBeanFactory) context.getBeanFactory()).destroySingleton("orders");
            assertThat(registry.find("buffer.size").meters()).isEmpty();
        });
    }

    @Test
    void metersOutliveTheGarbageCollectionOfNothingElse() {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            WeakReference<Object> garbage = new WeakReference<>(new Object());
            await().until(() -> {
                System.gc();
                return garbage.get() == null;
            });
            orders.add(1);
            assertThat(meter(context, "buffer.writes", "orders")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(meter(context, "buffer.size", "orders").gauge().value()).isEqualTo(1);
        });
    }

    @Test
    void buffersOfTheApplicationHaveMeters() {
        runner.withUserConfiguration(UsersBuffer.class)
                .run(context -> assertThat(meter(context, "buffer.capacity", "mine")
                                .gauge()
                                .value())
                        .isEqualTo(7));
    }

    @Test
    void backsOffWithoutARegistry() {
        withoutRegistry.run(context ->
                assertThat(context).hasNotFailed().hasBean("orders").doesNotHaveBean(BufferMeterBinder.class));
    }

    @Test
    void backsOffWithoutMicrometer() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().hasBean("orders"));
    }

    private static double discards(ApplicationContext context, String reason) {
        return meter(context, "buffer.discards", "orders")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    private static RequiredSearch meter(ApplicationContext context, String meter, String name) {
        return context.getBean(MeterRegistry.class).get(meter).tag("name", name);
    }

    private static double count(ApplicationContext context, String meter) {
        return meter(context, meter, "latest").functionCounter().count();
    }

    private static FunctionTimer timer(ApplicationContext context, String operation) {
        return meter(context, "buffer.blocked", "orders")
                .tag("operation", operation)
                .functionTimer();
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Integer> buffer(ApplicationContext context, String name) {
        return context.getBean(name, Buffer.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class UsersBuffer {

        @Bean
        BlockBuffer<String> mine() {
            return new BlockBuffer<>(7);
        }
    }
}
