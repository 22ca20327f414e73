package io.github.buffer4j.spring.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferExecutorAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.health.BufferHealthAutoConfiguration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Application contexts with buffers and their health, for tests. A time of 1 ns is over at the second look. */
final class HealthFixture {

    private HealthFixture() {}

    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BufferAutoConfiguration.class,
                        BufferExecutorAutoConfiguration.class,
                        BufferHealthAutoConfiguration.class))
                .withPropertyValues(
                        "management.health.buffers.enabled=true",
                        "buffers.defaults.drain-timeout=0s",
                        "buffers.defaults.health.min-duration=0s",
                        "buffers.instances.orders.capacity=2",
                        "buffers.instances.rows.capacity=2");
    }

    static Health health(ApplicationContext context) {
        BufferHealthIndicator indicator = context.getBean(BufferHealthIndicator.class);
        Health unused = indicator.health();
        return indicator.health();
    }

    static Map<?, ?> details(Health health, String name) {
        return (Map<?, ?>) requireNonNull(health.getDetails().get(name));
    }

    static void assertUp(Health health) {
        assertThat(health.getStatus()).as("%s", health).isEqualTo(Status.UP);
    }

    static void assertDown(Health health, String name, String reason) {
        assertThat(health.getStatus()).as("%s", health).isEqualTo(Status.DOWN);
        assertThat(details(health, name).get("status")).isEqualTo("DOWN");
        assertThat(details(health, name).get("reasons")).isEqualTo(List.of(reason));
    }

    @SuppressWarnings("unchecked")
    static Buffer<Object> buffer(ApplicationContext context, String name) {
        return context.getBean(name, Buffer.class);
    }
}
