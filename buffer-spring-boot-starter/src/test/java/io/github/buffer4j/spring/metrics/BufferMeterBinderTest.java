package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
    void allMetersHaveNameTypeAndBaseUnit() {
        runner.run(context -> assertThat(context.getBean(MeterRegistry.class).getMeters())
                .filteredOn(meter -> meter.getId().getName().startsWith("buffer."))
                .hasSize(7)
                .allSatisfy(meter -> {
                    Meter.Id id = meter.getId();
                    assertThat(id.getTag("name")).isEqualTo("orders");
                    assertThat(id.getTag("type")).isEqualTo("block");
                    assertThat(id.getBaseUnit())
                            .isEqualTo(id.getName().equals("buffer.blocked") ? "seconds" : "elements");
                }));
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
