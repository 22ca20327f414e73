package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;

/** What {@code spring.main.lazy-initialization} changes: a buffer exists once it is needed, and all else as ever. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class LazyInitializationTest {

    private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties(
                    "spring.main.lazy-initialization=true",
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.instances.orders.capacity=8",
                    "buffers.instances.rows.capacity=8",
                    "buffers.instances.mail.executor.concurrency=1",
                    "buffers.templates.orders.capacity=8")
            .run();
    private final BufferRegistry registry = context.getBean(BufferRegistry.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aListenerCreatesItsBufferAndStarts() {
        assertThat(registry.names()).contains("orders").doesNotContain("rows");
        assertThat(context.getBean(BufferListeners.class).get("ship"))
                .isNotNull()
                .satisfies(ship -> assertThat(ship.state()).isEqualTo(ListenerState.RUNNING));
        assertThat(buffer("orders").offer(7)).isTrue();
        await("the order to be shipped")
                .until(() -> context.getBean(Application.class).shipped.contains(7));
    }

    @Test
    void anotherBufferIsRegisteredAndHasMetersWhenItIsFirstUsed() {
        SimpleMeterRegistry meters = context.getBean(SimpleMeterRegistry.class);
        assertThat(registry.find("rows")).isNull();
        assertThat(meters.find("buffer.size").tag("name", "rows").gauge()).isNull();
        Buffer<Integer> rows = buffer("rows");
        assertThat(rows.offer(1)).isTrue();
        assertThat(registry.get("rows").buffer()).isSameAs(rows);
        assertThat(meters.get("buffer.size").tag("name", "rows").gauge().value())
                .isEqualTo(1);
        assertThat(context.getBean(BufferLifecycle.class).monitor().inspect("rows"))
                .isPresent();
    }

    /* Spring Boot uses all executors at the start, for their meters. */
    @Test
    void anExecutorWorks() {
        assertThat(context.getBean("mailExecutor", AsyncTaskExecutor.class).submitCompletable(() -> "done"))
                .succeedsWithin(Duration.ofSeconds(30))
                .isEqualTo("done");
        assertThat(registry.names()).contains("mail");
    }

    @Test
    void aTemplateWorksAndLeavesTheNamesOfBeansAlone() {
        Buffer<Integer> created = registry.create("orders-1", "orders");
        assertThat(created.offer(1)).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.create("rows", "orders"))
                .withMessageContaining("'rows'");
        assertThat(buffer("rows").state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void allBuffersThatExistEnd(CapturedOutput output) {
        Buffer<Integer> rows = buffer("rows");
        assertThat(rows.offer(1)).isTrue();
        Buffer<Integer> created = registry.create("orders-1", "orders");
        context.close();
        assertThat(rows.state()).isEqualTo(BufferState.CLOSED);
        assertThat(created.state()).isEqualTo(BufferState.DRAINED);
        assertThat(output).containsOnlyOnce("Buffer 'rows' was closed with 1 elements left unread");
        assertThatIllegalStateException().isThrownBy(() -> registry.create("orders-2", "orders"));
    }

    @SuppressWarnings("unchecked")
    private Buffer<Integer> buffer(String name) {
        return context.getBean(name, Buffer.class);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        final List<Integer> shipped = new CopyOnWriteArrayList<>();

        @Bean
        SimpleMeterRegistry simpleMeterRegistry() {
            return new SimpleMeterRegistry();
        }

        @BufferListener(buffer = "orders", id = "ship")
        void ship(Integer order) {
            shipped.add(order);
        }
    }
}
