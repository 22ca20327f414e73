package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BufferRegistrarTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class));

    @Test
    void elementTypeThatIsNoClassStopsTheStart() {
        assertStartStops("buffers.instances.orders.element-type", "com.acme.Order");
    }

    @Test
    void capacityBelowOneStopsTheStart() {
        assertStartStops("buffers.instances.orders.capacity", "0");
    }

    @Test
    void unknownKeyStopsTheStart() {
        assertStartStops("buffers.instances.orders.capcity", "1");
    }

    @Test
    void aMistakeStopsTheStartEvenIfTheBeanIsLazy() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withPropertyValues("buffers.instances.orders.capacity=0")
                .run(context -> assertThat(context).hasFailed());
    }

    private void assertStartStops(String key, String value) {
        runner.withPropertyValues(key + "=" + value)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .satisfies(failure -> assertThat(failure).hasStackTraceContaining(key)));
    }
}
