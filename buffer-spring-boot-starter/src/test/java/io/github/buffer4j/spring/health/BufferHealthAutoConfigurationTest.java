package io.github.buffer4j.spring.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.health.BufferHealthAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BufferHealthAutoConfigurationTest {

    private static final String ON = "management.health.buffers.enabled=true";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferHealthAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class))
            .withPropertyValues("buffers.instances.orders.capacity=2");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.application.name=shop",
                "management.health.defaults.enabled=true",
                "management.health.buffers.enabled=false"
            })
    void theIndicatorIsOffUnlessItIsEnabled(String property) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(BufferHealthIndicator.class);
            assertThat(context.getBean(HealthContributorRegistry.class).getContributor("buffers"))
                    .isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.health.defaults.enabled=true", "management.health.defaults.enabled=false"})
    void theIndicatorIsOnOnceItIsEnabled(String property) {
        runner.withPropertyValues(ON, property)
                .run(context -> assertThat(
                                context.getBean(HealthContributorRegistry.class).getContributor("buffers"))
                        .isSameAs(context.getBean(BufferHealthIndicator.class)));
    }

    @Test
    void withoutBuffersThereIsNoIndicator() {
        runner.withPropertyValues(ON, "buffers.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BufferHealthIndicator.class));
    }

    @Test
    void withoutTheModuleForHealthThereIsNoIndicator() {
        runner.withPropertyValues(ON)
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).doesNotHaveBean("buffersHealthIndicator"));
    }

    @Test
    void anIndicatorOfTheApplicationReplacesIt() {
        runner.withPropertyValues(ON)
                .withBean(
                        "buffersHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.up().build())
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BufferHealthIndicator.class));
    }
}
