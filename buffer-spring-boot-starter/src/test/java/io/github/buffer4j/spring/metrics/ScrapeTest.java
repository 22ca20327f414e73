package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ScrapeTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(key -> null));

    @Test
    void aScrapeAsksEachBufferOnce() {
        AtomicInteger calls = new AtomicInteger();
        runner.withBean("counted", Buffer.class, () -> counted(new BlockBuffer<>(1), calls))
                .run(context -> {
                    PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
                    calls.set(0);
                    assertThat(registry.scrape()).contains("buffer_size_elements{name=\"counted\"");
                    assertThat(calls).hasValue(1);
                    registry.scrape();
                    assertThat(calls).hasValue(2);
                });
    }

    @Test
    void aThousandBuffersAnswerAScrape() {
        String[] properties = IntStream.range(0, 1000)
                .mapToObj(i -> "buffers.instances.buffer-%d.capacity=%d".formatted(i, i + 1))
                .toArray(String[]::new);
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context.getBeansOfType(Buffer.class)).hasSize(1000);
            assertThat(context.getBean(BufferRegistry.class).names()).hasSize(1000);
            PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
            List<String> series = registry.scrape()
                    .lines()
                    .filter(line -> line.startsWith("buffer_"))
                    .map(line -> line.substring(0, line.lastIndexOf(' ')))
                    .toList();
            assertThat(series).doesNotHaveDuplicates();
            assertThat(series)
                    .filteredOn(line -> line.startsWith("buffer_size_elements{"))
                    .hasSize(1000);
        });
    }

    private static Buffer<?> counted(Buffer<?> buffer, AtomicInteger calls) {
        return (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (proxy, method, arguments) -> {
                    calls.incrementAndGet();
                    return method.invoke(buffer, arguments);
                });
    }
}
