package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListenerEvent;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/** Two contexts of one application in one process do not meet, although all names are the same. */
@Timeout(60)
class TwoContextsTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ConfigurableApplicationContext first = run();
    private final ObjectName firstName = endpoints().iterator().next();
    private final ConfigurableApplicationContext second = run();
    private final ObjectName secondName = endpoints().stream()
            .filter(name -> !name.equals(firstName))
            .findFirst()
            .orElseThrow();

    private static ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=buffers",
                        "buffers.defaults.drain-timeout=0s",
                        "buffers.instances.orders.capacity=8",
                        "buffers.instances.rows.capacity=8",
                        "buffers.templates.orders.capacity=8")
                .run();
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void buffersAndMetersAndEndpointsAreSeparate() throws JMException {
        write(first, "rows", 3);
        write(second, "rows", 1);
        assertThat(written(first)).isEqualTo(3);
        assertThat(written(second)).isEqualTo(1);
        assertThat(sizeOfRows(firstName)).isEqualTo(3);
        assertThat(sizeOfRows(secondName)).isEqualTo(1);
    }

    @Test
    void aBufferThatOneCreatesIsNotInTheOther() {
        Buffer<Integer> one = registry(first).create("orders-1", "orders");
        assertThat(registry(second).find("orders-1")).isNull();
        Buffer<Integer> other = registry(second).create("orders-1", "orders");
        assertThat(registry(first).remove("orders-1")).isTrue();
        assertThat(one.state()).isEqualTo(BufferState.CLOSED);
        assertThat(other.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void eachHasTheEventsOfItsOwnListener() {
        assertThat(containers(first))
                .containsExactly(first.getBean(BufferListeners.class).get("ship"));
        assertThat(containers(second))
                .containsExactly(second.getBean(BufferListeners.class).get("ship"));
        assertThat(containers(first)).doesNotContainAnyElementsOf(containers(second));
    }

    @Test
    void oneGoesOnWhenTheOtherIsClosed() throws JMException {
        first.close();
        assertThat(endpoints()).containsExactly(secondName);
        write(second, "orders", 2);
        await("the orders to be shipped")
                .until(() -> second.getBean(Application.class).shipped.size() == 2);
        write(second, "rows", 1);
        assertThat(written(second)).isEqualTo(1);
        assertThat(sizeOfRows(secondName)).isEqualTo(1);
    }

    private static void write(ConfigurableApplicationContext context, String name, int count) {
        @SuppressWarnings("unchecked")
        Buffer<Integer> buffer = context.getBean(name, Buffer.class);
        for (int i = 0; i < count; i++) {
            assertThat(buffer.offer(i)).isTrue();
        }
    }

    private static double written(ConfigurableApplicationContext context) {
        return context.getBean(SimpleMeterRegistry.class)
                .get("buffer.writes")
                .tag("name", "rows")
                .functionCounter()
                .count();
    }

    private static BufferRegistry registry(ConfigurableApplicationContext context) {
        return context.getBean(BufferRegistry.class);
    }

    private static Set<Object> containers(ConfigurableApplicationContext context) {
        Set<Object> containers = Collections.newSetFromMap(new IdentityHashMap<>());
        context.getBean(Application.class).events.forEach(event -> containers.add(event.container()));
        return containers;
    }

    private Set<ObjectName> endpoints() {
        try {
            return new HashSet<>(
                    server.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Buffers,*"), null));
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private @Nullable Object sizeOfRows(ObjectName endpoint) throws JMException {
        Object answer = server.invoke(endpoint, "buffer", new Object[] {"rows"}, new String[] {"java.lang.String"});
        return ((Map<?, ?>) answer).get("size");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        final List<Integer> shipped = new CopyOnWriteArrayList<>();
        final List<BufferListenerEvent> events = new CopyOnWriteArrayList<>();

        @Bean
        SimpleMeterRegistry simpleMeterRegistry() {
            return new SimpleMeterRegistry();
        }

        @BufferListener(buffer = "orders", id = "ship")
        void ship(Integer order) {
            shipped.add(order);
        }

        @EventListener
        void note(BufferListenerEvent event) {
            events.add(event);
        }
    }
}
