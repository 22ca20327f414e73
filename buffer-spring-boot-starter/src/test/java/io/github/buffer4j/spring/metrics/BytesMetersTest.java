package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.MetersOfBytes;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The meters of buffers of bytes beside those of buffers of elements. */
@Timeout(120)
class BytesMetersTest {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)\\{.*name=\"(\\w+)\".*} (\\S+)$");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(key -> null))
            .withPropertyValues(
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.instances.export.unit=bytes",
                    "buffers.instances.export.type=ring",
                    "buffers.instances.export.capacity=4KB",
                    "buffers.instances.orders.capacity=8");

    @Test
    void aScrapeHasBothUnitsUnderNamesOfTheirOwn() {
        runner.run(context -> {
            use(context.getBean("export", BytesBuffer.class), context.getBean("orders", Buffer.class));
            String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
            Map<String, Double> export = samples(scrape, "export");
            assertThat(export)
                    .containsEntry("buffer_size_bytes", 4096.0)
                    .containsEntry("buffer_capacity_bytes", 4096.0)
                    .containsEntry("buffer_size_max_bytes", 4096.0)
                    .containsEntry("buffer_writes_bytes_total", 5000.0)
                    .containsEntry("buffer_reads_bytes_total", 100.0)
                    .containsEntry("buffer_overwrites_bytes_total", 804.0)
                    .containsKeys("buffer_rejections_bytes_total", "buffer_discards_bytes_total")
                    .containsKeys("buffer_residence_seconds_count", "buffer_waiters_threads", "buffer_readers")
                    .allSatisfy((name, value) -> assertThat(name).doesNotContain("elements"));
            Map<String, Double> orders = samples(scrape, "orders");
            assertThat(orders)
                    .containsEntry("buffer_size_elements", 1.0)
                    .containsEntry("buffer_capacity_elements", 8.0)
                    .containsEntry("buffer_writes_elements_total", 1.0)
                    .allSatisfy((name, value) -> assertThat(name).doesNotContain("bytes"));
            assertThat(names(export)).isEqualTo(names(orders));
            assertThat(scrape)
                    .contains("# HELP buffer_size_bytes Bytes in the buffer")
                    .contains("# HELP buffer_size_elements Elements in the buffer")
                    .contains("buffer_size_bytes{name=\"export\",type=\"ring\"}")
                    .contains("buffer_size_elements{name=\"orders\",type=\"block\"}");
        });
    }

    @Test
    void withTheFilterEachNameHasOneUnitAndPrometheusHasTheSameNames() {
        ApplicationContextRunner both = runner.withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new);
        Set<String> names = new TreeSet<>();
        both.run(context -> {
            assertThat(units(context.getBean(SimpleMeterRegistry.class)))
                    .containsEntry("buffer.size", Set.of("elements", "bytes"));
            names.addAll(samples(context.getBean(PrometheusMeterRegistry.class).scrape(), "export")
                    .keySet());
        });
        both.withUserConfiguration(MetersOfBytes.class).run(context -> {
            assertThat(units(context.getBean(SimpleMeterRegistry.class)))
                    .containsEntry("buffer.size", Set.of("elements"))
                    .containsEntry("buffer.size.bytes", Set.of("bytes"))
                    .allSatisfy((name, units) -> assertThat(units).as(name).hasSize(1));
            assertThat(samples(context.getBean(PrometheusMeterRegistry.class).scrape(), "export"))
                    .containsKey("buffer_writes_bytes_total")
                    .containsOnlyKeys(names);
        });
    }

    @Test
    void withoutSpringBootTheUnitIsThatOfTheBuffer() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        BytesBuffer pipe = BytesBuffer.builder()
                .residenceListener(BufferMetrics.residence())
                .block(16);
        new BufferMetrics(pipe, "pipe", Tags.empty()).bindTo(registry);
        assertThat(registry.get("buffer.size")
                        .tags("name", "pipe", "type", "block")
                        .gauge()
                        .getId()
                        .getBaseUnit())
                .isEqualTo("bytes");
    }

    @SuppressWarnings("unchecked")
    private static void use(BytesBuffer export, Buffer<?> orders) throws InterruptedException {
        export.write(new byte[4000], 0, 4000);
        assertThat(export.read(new byte[100], 0, 100)).isEqualTo(100);
        export.write(new byte[1000], 0, 1000);
        ((Buffer<Object>) orders).add("order");
    }

    private static Map<String, Double> samples(String scrape, String buffer) {
        Map<String, Double> samples = new TreeMap<>();
        Matcher matcher = SAMPLE.matcher(scrape);
        while (matcher.find()) {
            if (matcher.group(2).equals(buffer)) {
                samples.put(matcher.group(1), Double.valueOf(matcher.group(3)));
            }
        }
        return samples;
    }

    private static Set<String> names(Map<String, Double> samples) {
        return samples.keySet().stream()
                .map(name -> name.replaceFirst("_(bytes|elements)", "_units"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> units(SimpleMeterRegistry registry) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .collect(Collectors.groupingBy(
                        Meter.Id::getName,
                        Collectors.mapping(id -> String.valueOf(id.getBaseUnit()), Collectors.toSet())));
    }
}
