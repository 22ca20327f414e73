package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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
            await("the writer to wait").until(() -> orders.stats().writersWaiting() == 1);
            orders.discard(1);
            await("the writer to return").until(writer::isDone);
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
    void rejectionsAndTheRecentPeakAreShown() {
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

    @Test
    void buffersThatComeAndGoGainAndLoseTheirMeters() {
        runner.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            BufferRegistry buffers = context.getBean(BufferRegistry.class);
            int before = registry.getMeters().size();
            Buffer<String> late = new BlockBuffer<>(3);
            buffers.register(new BufferEntry("late", late));
            late.add("one");
            assertThat(meter(context, "buffer.writes", "late").functionCounter().count())
                    .isEqualTo(1);
            assertThat(registry.getMeters()).hasSize(before + 17);
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
            await("the buffer to be garbage collected").until(() -> {
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
    void buffersThatComeAndGoTouchNoOther() {
        runner.run(context -> {
            AtomicInteger calls = new AtomicInteger();
            BufferRegistry buffers = context.getBean(BufferRegistry.class);
            buffers.register(new BufferEntry("there", counted(new BlockBuffer<>(1), calls)));
            calls.set(0);
            for (int i = 0; i < 500; i++) {
                buffers.register(new BufferEntry("late-" + i, new BlockBuffer<>(1)));
            }
            for (int i = 0; i < 500; i++) {
                buffers.unregister("late-" + i);
            }
            assertThat(calls).hasValue(0);
            assertThat(context.getBean(MeterRegistry.class).find("buffer.size").meters())
                    .hasSize(2);
        });
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

    private static Buffer<?> counted(Buffer<?> buffer, AtomicInteger calls) {
        return (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (proxy, method, arguments) -> {
                    calls.incrementAndGet();
                    return method.invoke(buffer, arguments);
                });
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
