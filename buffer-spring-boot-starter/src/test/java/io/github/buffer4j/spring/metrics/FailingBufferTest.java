package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Mocked and failing buffers beside a working one. */
@ExtendWith(OutputCaptureExtension.class)
class FailingBufferTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(key -> null))
            .withPropertyValues("buffers.defaults.drain-timeout=0s", "buffers.instances.works.capacity=7");

    @Test
    void aMockOfAKindSpoilsNothing(CapturedOutput output) {
        check(() -> mock(BlockBuffer.class), output);
    }

    @Test
    void aMockOfTheInterfaceSpoilsNothing(CapturedOutput output) {
        check(() -> mock(Buffer.class), output);
    }

    @Test
    void aBufferThatThrowsSpoilsNothing(CapturedOutput output) {
        check(() -> throwing(new IllegalStateException("broken on purpose")), output);
    }

    @Test
    void aBufferOfAnEarlierVersionSpoilsNothing(CapturedOutput output) {
        check(() -> throwing(new AbstractMethodError("broken on purpose")), output);
    }

    @Test
    void aSpyHasItsMeters() {
        runner.withBean("spied", Buffer.class, () -> spy(new BlockBuffer<>(3))).run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("buffer.capacity")
                            .tags("name", "spied", "type", "block")
                            .gauge()
                            .value())
                    .isEqualTo(3);
        });
    }

    @Test
    void aBufferWithoutAnElementTypeHasItsMeters() {
        StreamingBuffer bytes = (StreamingBuffer) Proxy.newProxyInstance(
                StreamingBuffer.class.getClassLoader(),
                new Class<?>[] {StreamingBuffer.class},
                (proxy, method, arguments) -> method.invoke(new BlockBuffer<>(5), arguments));
        runner.withBean("bytes", StreamingBuffer.class, () -> bytes).run(context -> {
            assertThat(context.getBean(BufferRegistry.class).get("bytes").buffer())
                    .isSameAs(bytes);
            assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                    .contains("buffer_capacity_elements{name=\"bytes\",type=\"block\"} 5");
        });
    }

    private void check(Supplier<Buffer<?>> failing, CapturedOutput output) {
        runner.withBean("failing", Buffer.class, failing::get).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(BufferRegistry.class).names()).containsExactly("failing", "works");
            String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
            assertThat(scrape)
                    .contains("buffer_capacity_elements{name=\"works\",type=\"block\"} 7")
                    .doesNotContain("failing");
            assertThat(output.toString().lines().filter(line -> line.contains("WARN") || line.contains("ERROR")))
                    .singleElement()
                    .asString()
                    .contains("'failing' has no meters");
            assertThat(output).doesNotContain("\tat ");
        });
    }

    private static Buffer<?> throwing(Throwable failure) {
        Object identity = new Object();
        return (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(identity, arguments);
                    }
                    throw failure;
                });
    }
}
