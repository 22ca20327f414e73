package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

class ScrapeTest {

    private static final Pattern SAMPLE = Pattern.compile("buffer_(\\w+)\\{.*name=\"(\\w+)\".*} (\\S+)");

    /* Signs of the meters whose sum is always zero. */
    private static final Map<String, Integer> SIGNS = Map.of(
            "writes_elements_total", 1,
            "reads_elements_total", -1,
            "overwrites_elements_total", -1,
            "discards_elements_total", -1,
            "size_elements", -1);

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
    void theTurnOfAPushedStepAsksEachBufferOnce() {
        AtomicInteger calls = new AtomicInteger();
        MeterRegistry registry = new StepMeterRegistry(new Steps(), new MockClock()) {
            @Override
            protected void publish() {}

            @Override
            protected TimeUnit getBaseTimeUnit() {
                return TimeUnit.SECONDS;
            }
        };
        Buffer<?> buffer = counted(new BlockBuffer<>(1), calls);
        new BufferMetrics(buffer, "counted", Tags.empty()).bindTo(registry);
        calls.set(0);
        ReflectionTestUtils.invokeMethod(registry, "pollMetersToRollover");
        assertThat(calls).hasValue(1);
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

    @Test
    void everyScrapeOfSeveralAtOnceBalances() {
        runner.withPropertyValues(
                        "buffers.instances.orders.capacity=8",
                        "buffers.instances.latest.type=ring",
                        "buffers.instances.latest.capacity=8")
                .run(context -> {
                    PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
                    Collection<Buffer<Object>> buffers = buffers(context);
                    AtomicBoolean busy = new AtomicBoolean(true);
                    ExecutorService threads = Executors.newCachedThreadPool();
                    try {
                        threads.execute(() -> repeat(busy, buffers, buffer -> buffer.offer("a")));
                        threads.execute(() -> repeat(busy, buffers, buffer -> buffer.offer("b")));
                        threads.execute(() -> repeat(busy, buffers, Buffer::poll));
                        threads.execute(() -> repeat(busy, buffers, buffer -> buffer.discard(1)));
                        List<Callable<Set<Map<String, Long>>>> scrapers =
                                Collections.nCopies(4, () -> scrape(registry));
                        for (Future<Set<Map<String, Long>>> balances : threads.invokeAll(scrapers)) {
                            assertThat(balances.get()).containsExactly(Map.of("orders", 0L, "latest", 0L));
                        }
                    } finally {
                        busy.set(false);
                        threads.shutdown();
                    }
                    await("the threads to terminate").until(threads::isTerminated);
                    buffers.forEach(buffer -> buffer.offer("c"));
                    buffers.forEach(Buffer::close);
                    assertThat(balance(registry.scrape())).isEqualTo(Map.of("orders", 0L, "latest", 0L));
                });
    }

    @SuppressWarnings("unchecked")
    private static Collection<Buffer<Object>> buffers(ApplicationContext context) {
        return List.of(context.getBean("orders", Buffer.class), context.getBean("latest", Buffer.class));
    }

    private static void repeat(
            AtomicBoolean busy, Collection<Buffer<Object>> buffers, Consumer<Buffer<Object>> action) {
        while (busy.get()) {
            buffers.forEach(action);
        }
    }

    /* Returns the distinct balances of 250 scrapes. */
    private static Set<Map<String, Long>> scrape(PrometheusMeterRegistry registry) {
        return IntStream.range(0, 250).mapToObj(i -> balance(registry.scrape())).collect(Collectors.toSet());
    }

    private static Map<String, Long> balance(String scrape) {
        Map<String, Long> balance = new HashMap<>();
        scrape.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            Integer sign = SIGNS.get(sample.group(1));
            if (sign != null) {
                balance.merge(sample.group(2), sign * (long) Double.parseDouble(sample.group(3)), Long::sum);
            }
        });
        return balance;
    }

    private static Buffer<?> counted(Buffer<?> buffer, AtomicInteger calls) {
        return (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("stats")) {
                        calls.incrementAndGet();
                    }
                    return method.invoke(buffer, arguments);
                });
    }

    private static final class Steps implements StepRegistryConfig {

        @Override
        public String prefix() {
            return "steps";
        }

        @Override
        public @Nullable String get(String key) {
            return null;
        }
    }
}
