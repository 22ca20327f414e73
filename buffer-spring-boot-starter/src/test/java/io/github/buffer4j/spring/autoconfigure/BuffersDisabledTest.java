package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.autoconfigure.actuate.BufferEndpointAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.health.BufferHealthAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BuffersDisabledTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferMetricsAutoConfiguration.class,
                    BufferEndpointAutoConfiguration.class,
                    BufferHealthAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class)
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=buffers", "management.health.buffers.enabled=true");

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE"})
    void leavesNothingBehind(String disabled) {
        runner.withPropertyValues("buffers.enabled=" + disabled, "buffers.instances.orders.capacity=1")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("orders");
                    assertThat(ourBeans(context)).isEmpty();
                });
    }

    @Test
    void bindsNothing() {
        runner.withPropertyValues(
                        "buffers.enabled=false", "buffers.instances.orders.capacity=many", "buffers.unknown=1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"buffers.enabled=true", "buffers.instances.orders.capacity=1"})
    void everythingIsPresentByDefault(String property) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(ourBeans(context))
                        .contains(
                                "bufferRegistry",
                                "bufferLifecycle",
                                "bufferMeterBinder",
                                "buffersEndpoint",
                                "buffersHealthIndicator"));
    }

    private static Stream<String> ourBeans(AssertableApplicationContext context) {
        return Arrays.stream(context.getBeanDefinitionNames()).filter(name -> {
            Class<?> type = context.getType(name);
            return type != null && type.getName().startsWith("io.github.buffer4j");
        });
    }
}
