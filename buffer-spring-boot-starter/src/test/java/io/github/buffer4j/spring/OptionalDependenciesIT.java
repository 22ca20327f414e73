package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.StreamingBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** The build runs this test several times, each time without some of the optional dependencies. */
class OptionalDependenciesIT {

    private static final Map<String, String> CLASSES = Map.of(
            "actuator", "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
            "health", "org.springframework.boot.health.contributor.HealthIndicator",
            "micrometer", "io.micrometer.core.instrument.MeterRegistry",
            "context-propagation", "io.micrometer.context.ContextRegistry",
            "crac", "org.crac.Resource",
            "redis", "org.springframework.data.redis.connection.RedisConnectionFactory");

    private final List<String> absent =
            List.of(System.getProperty("buffer4j.test.absent", "").split(","));

    @Test
    void theDependenciesAreAbsent() {
        CLASSES.forEach((dependency, className) -> assertThat(ClassUtils.isPresent(className, null))
                .as(dependency)
                .isEqualTo(!absent.contains(dependency)));
    }

    @Test
    void buffersWorkWithoutThem() throws InterruptedException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "management.endpoints.web.exposure.include=buffers",
                        "management.health.buffers.enabled=true",
                        "buffers.instances.orders.capacity=2",
                        "buffers.instances.orders.tags.team=x")
                .run();
        try (context) {
            assertThat(context.containsBean("buffersEndpoint")).isEqualTo(!absent.contains("actuator"));
            assertThat(context.containsBean("buffersHealthIndicator")).isEqualTo(!absent.contains("health"));
            assertThat(context.containsBean("bufferMeterBinder")).isEqualTo(!absent.contains("micrometer"));
            StreamingBuffer orders =
                    context.getBean(BufferRegistry.class).get("orders").buffer();
            context.close();
            assertThat(orders.state()).isEqualTo(BufferState.DRAINED);
        }
    }

    @Test
    void contextsArePropagatedOnlyWithTheirLibrary() {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                .properties("server.port=0", "buffers.instances.orders.propagate-context=true");
        if (absent.contains("context-propagation")) {
            assertThatThrownBy(application::run)
                    .hasStackTraceContaining("context-propagation is not on the class path");
            return;
        }
        try (ConfigurableApplicationContext context = application.run()) {
            Buffer<?> orders = context.getBean("orders", Buffer.class);
            assertThat(orders.contextCarrier()).isNotNull();
        }
    }

    @Test
    void sharedBuffersNeedTheirLibrary() {
        if (absent.contains("redis")) {
            SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                    .properties("server.port=0", "buffers.instances.orders.backend=redis");
            assertThatThrownBy(application::run).hasStackTraceContaining("spring-data-redis is not on the class path");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}
}
