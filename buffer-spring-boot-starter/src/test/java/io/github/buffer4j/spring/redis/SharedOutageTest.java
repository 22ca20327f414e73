package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferRedisAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.health.BufferHealthAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.github.buffer4j.spring.event.BufferEvents;
import io.github.buffer4j.spring.health.BufferHealthIndicator;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** An application whose server goes away, and comes back without the contents. */
@NeedsRedis
class SharedOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void anAbsentServerIsReportedAndSpoilsNothing() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            DataRedisAutoConfiguration.class,
                            BufferAutoConfiguration.class,
                            BufferRedisAutoConfiguration.class,
                            BufferHealthAutoConfiguration.class,
                            BufferMetricsAutoConfiguration.class,
                            MetricsAutoConfiguration.class,
                            CompositeMeterRegistryAutoConfiguration.class))
                    .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(key -> null))
                    .withPropertyValues(
                            "spring.data.redis.port=" + server.port(),
                            "management.health.buffers.enabled=true",
                            "buffers.defaults.health.min-duration=0s",
                            "buffers.defaults.backend=redis",
                            "buffers.defaults.element-type=java.lang.String",
                            "buffers.defaults.shared.command-timeout=5s",
                            "buffers.instances.orders.capacity=3",
                            "buffers.instances.mails.capacity=4",
                            "buffers.instances.rows.capacity=5",
                            "buffers.instances.local.backend=memory")
                    .run(context -> {
                        assertThat(reasons(context, "orders")).isEmpty();
                        server.kill();
                        check(context);
                        server.restart();
                        await("the loss to be found")
                                .atMost(PATIENCE)
                                .until(() -> reasons(context, "orders").equals(List.of("lost")));
                        for (String name : new String[] {"orders", "mails", "rows"}) {
                            await("the events of " + name)
                                    .atMost(PATIENCE)
                                    .untilAsserted(() -> assertThat(kinds(context, name))
                                            .containsExactlyInAnyOrder("unavailable", "available", "lost"));
                        }
                    });
        }
    }

    @SuppressWarnings("unchecked")
    private static void check(ApplicationContext context) throws InterruptedException {
        PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
        context.getBean("local", Buffer.class).add("a");
        long begin = System.nanoTime();
        String scrape = registry.scrape();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(took).as("a scrape of three absent buffers").isLessThan(Duration.ofSeconds(4));
        assertThat(scrape)
                .contains("buffer_size_elements{name=\"local\",type=\"block\"} 1.0")
                .contains("buffer_capacity_elements{name=\"rows\",type=\"block\"} 5.0");
        for (String name : new String[] {"orders", "mails", "rows"}) {
            assertThat(reasons(context, name)).as(name).isEqualTo(List.of("unavailable"));
        }
        assertThat(reasons(context, "local")).isEmpty();
    }

    private static List<?> reasons(ApplicationContext context, String name) {
        Health health = Objects.requireNonNull(
                context.getBean(BufferHealthIndicator.class).health());
        Map<?, ?> details =
                (Map<?, ?>) Objects.requireNonNull(health.getDetails().get(name));
        return (List<?>) Objects.requireNonNull(details.get("reasons"));
    }

    private static List<String> kinds(ApplicationContext context, String name) {
        return context.getBean(BufferEvents.class).history().stream()
                .filter(event -> event.name().equals(name))
                .map(event -> event.kind().word())
                .toList();
    }
}
