package io.github.buffer4j.spring.autoconfigure.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.test.BufferTester;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The bean of the tester: where it is, and where it is not. */
class BufferTesterAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BufferAutoConfiguration.class, BufferTesterAutoConfiguration.class))
            .withPropertyValues("buffers.instances.orders.capacity=2");

    @Test
    void eachInjectionPointGetsATesterOfItsOwn() {
        runner.run(context -> assertThat(context.getBean(BufferTester.class))
                .isNotNull()
                .isNotSameAs(context.getBean(BufferTester.class)));
    }

    @Test
    void aTesterCanBeCreatedByHand() {
        runner.run(context -> {
            BufferTester.of(context).awaitDrained("orders");
            assertThat(BufferTester.of(context).reset("orders")).isZero();
        });
    }

    @Test
    void thereIsNoneWithoutSpringBootTest() {
        runner.withClassLoader(new FilteredClassLoader(TestConfiguration.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(BufferRegistry.class)
                        .doesNotHaveBean(BufferTester.class));
    }

    @Test
    void thereIsNoneWithoutBuffers() {
        runner.withPropertyValues("buffers.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BufferTester.class));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(BufferTesterAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BufferTester.class));
    }

    @Test
    void itBacksOffForTheTesterOfTheApplication() {
        runner.withUserConfiguration(OwnTester.class)
                .run(context ->
                        assertThat(context).hasSingleBean(BufferTester.class).hasBean("ownTester"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTester {

        @Bean
        BufferTester ownTester(BufferRegistry buffers, BufferListeners listeners) {
            return new BufferTester(buffers, listeners);
        }
    }
}
