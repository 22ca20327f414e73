package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.ResidenceRelay;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The timer of the time in the buffer. */
class ResidenceTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(key -> null))
            .withPropertyValues("buffers.instances.orders.capacity=2");

    @Test
    void instancesHaveTheTimer() {
        runner.run(context -> {
            handOn(context, "orders");
            assertThat(timer(context, "orders").count()).isEqualTo(1);
        });
    }

    @Test
    void aPropertyDisablesTheTimer() {
        runner.withPropertyValues("buffers.defaults.residence=false", "buffers.instances.timed.residence=true")
                .run(context -> {
                    handOn(context, "timed");
                    assertThat(timer(context, "timed").count()).isEqualTo(1);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .find("buffer.residence")
                                    .meters())
                            .hasSize(1);
                    assertThat(context.getBean("orders", Buffer.class).residenceListener())
                            .isNull();
                });
    }

    @Test
    void aBeanOfTheApplicationHasTheTimerIfBuiltWithTheListener() {
        runner.withUserConfiguration(OwnBeans.class).run(context -> {
            handOn(context, "timed");
            handOn(context, "untimed");
            assertThat(timer(context, "timed").count()).isEqualTo(1);
            assertThat(context.getBean(MeterRegistry.class)
                            .find("buffer.residence")
                            .tag("name", "untimed")
                            .meters())
                    .isEmpty();
        });
    }

    @Test
    void aBufferCreatedAtRunTimeHasTheTimerUntilItIsUnregistered() {
        runner.run(context -> {
            Buffer<Object> late = Buffer.builder()
                    .residenceListener(BufferMetrics.residence())
                    .growable();
            BufferRegistry buffers = context.getBean(BufferRegistry.class);
            buffers.register(new BufferEntry("late", late));
            late.add("a");
            late.next();
            Timer timer = timer(context, "late");
            assertThat(timer.count()).isEqualTo(1);
            buffers.unregister("late");
            late.add("b");
            late.next();
            assertThat(timer.count()).isEqualTo(1);
        });
    }

    @Test
    void aPropertyEnablesTheHistogram() {
        runner.withPropertyValues("management.metrics.distribution.percentiles-histogram.buffer.residence=true")
                .run(context -> {
                    handOn(context, "orders");
                    assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                            .contains("buffer_residence_seconds_bucket{name=\"orders\",type=\"block\",le=\"+Inf\"} 1")
                            .contains("buffer_residence_seconds_count{name=\"orders\",type=\"block\"} 1");
                });
    }

    @Test
    void aRelayForwardsSamplesToItsReceivers() {
        ResidenceRelay relay = new ResidenceRelay();
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        LongConsumer receiver = first::add;
        relay.accept(1);
        relay.add(receiver);
        relay.accept(2);
        relay.add(second::add);
        relay.accept(3);
        assertThat(relay.remove(receiver)).isTrue();
        assertThat(relay.remove(receiver)).isFalse();
        relay.accept(4);
        assertThat(first).containsExactly(2L, 3L);
        assertThat(second).containsExactly(3L, 4L);
    }

    @SuppressWarnings("unchecked")
    private static void handOn(ApplicationContext context, String name) throws InterruptedException {
        Buffer<Object> buffer = context.getBean(name, Buffer.class);
        buffer.add("a");
        buffer.next();
    }

    private static Timer timer(ApplicationContext context, String name) {
        return context.getBean(MeterRegistry.class)
                .get("buffer.residence")
                .tag("name", name)
                .timer();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        Buffer<String> timed() {
            return Buffer.<String>builder()
                    .residenceListener(BufferMetrics.residence())
                    .block(1);
        }

        @Bean
        Buffer<String> untimed() {
            return new BlockBuffer<>(1);
        }
    }
}
