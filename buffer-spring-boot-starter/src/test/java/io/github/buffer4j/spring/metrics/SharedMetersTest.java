package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.FakeSharedBuffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The meters of shared buffers, beside those of a local one. */
@ExtendWith(OutputCaptureExtension.class)
class SharedMetersTest {

    private final FakeSharedBuffer events = new FakeSharedBuffer(new BlockBuffer<>(4));
    private final FakeSharedBuffer mails = new FakeSharedBuffer(new BlockBuffer<>(5));

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(key -> null))
            .withBean("events", Buffer.class, events::client, definition -> definition.setDestroyMethodName(""))
            .withBean("mails", Buffer.class, mails::client, definition -> definition.setDestroyMethodName(""))
            .withPropertyValues("buffers.instances.orders.capacity=7");

    @Test
    void aSharedBufferHasMoreMetersThanALocalOne() {
        runner.run(context -> {
            String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
            assertThat(scrape)
                    .contains("buffer_available{name=\"events\",type=\"block\"} 1.0")
                    .contains("buffer_lost{name=\"events\",type=\"block\"} 0.0")
                    .contains("buffer_leases{name=\"events\",type=\"block\"} 3.0")
                    .contains("buffer_redeliveries_elements_total{name=\"events\",type=\"block\"} 4.0")
                    .contains("buffer_reconnects_total{name=\"events\",type=\"block\"} 5.0")
                    .contains("buffer_safety_looks_total{name=\"events\",type=\"block\",useful=\"true\"} 1.0")
                    .contains("buffer_safety_looks_total{name=\"events\",type=\"block\",useful=\"false\"} 5.0")
                    .contains("buffer_capacity_elements{name=\"events\",type=\"block\"} 4.0")
                    .contains("buffer_capacity_elements{name=\"orders\",type=\"block\"} 7.0")
                    .doesNotContain("buffer_available{name=\"orders\"");
        });
    }

    @Test
    void anAbsentServerIsAskedOnceAScrapeAndSpoilsNoOtherBuffer(CapturedOutput output) {
        runner.run(context -> {
            PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
            registry.scrape();
            events.setAway(true);
            mails.setAway(true);
            int before = events.commands() + mails.commands();
            Buffer<Object> orders = orders(context.getBean("orders", Buffer.class));
            orders.add("a");
            String scrape = registry.scrape();
            assertThat(events.commands() + mails.commands()).isEqualTo(before + 1);
            assertThat(scrape)
                    .contains("buffer_size_elements{name=\"orders\",type=\"block\"} 1.0")
                    .contains("buffer_capacity_elements{name=\"mails\",type=\"block\"} 5.0");
            assertThat(registry.scrape()).contains("buffer_available");
            assertThat(events.commands() + mails.commands()).isEqualTo(before + 1);
            assertThat(output.getOut().lines().filter(line -> line.contains("failed to return its statistics")))
                    .hasSize(2);
        });
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Object> orders(Buffer<?> buffer) {
        return (Buffer<Object>) buffer;
    }
}
