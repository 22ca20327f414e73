package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.FakeSharedBuffer;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ElementHandler;
import io.github.buffer4j.spring.listener.ListenerScope;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An order by key of a shared buffer holds within one JVM only, which the listener has to accept. */
class ListenerScopeTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withBean(
                    "events",
                    Buffer.class,
                    () -> new FakeSharedBuffer(new BlockBuffer<>(4)).client(),
                    definition -> definition.setDestroyMethodName(""))
            .withPropertyValues("buffers.instances.orders.element-type=" + Order.class.getName());

    record Order(int number) {}

    private static void assertRefused(ApplicationContextRunner runner, String description, String action) {
        runner.run(context -> {
            FailureAnalysis analysis = BufferConfigurationFailureTest.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains(description);
            assertThat(analysis.getAction()).contains(action);
        });
    }

    private static void assertOrdered(ApplicationContextRunner runner) {
        runner.run(context -> assertThat(Objects.requireNonNull(
                                context.getBean(BufferListeners.class).get("desk-handle"))
                        .spec()
                        .orderedBy())
                .isNotNull());
    }

    @Test
    void anOrderOfASharedBufferNeedsAScope() {
        assertRefused(
                runner.withBean("desk", Ordered.class),
                "attribute 'orderedBy' with the value 'number' of @BufferListener at " + Ordered.class.getName(),
                "Remove it, or set the option 'scope' to local if it is enough that each application");
        assertRefused(
                runner.withBean("desk", Unordered.class)
                        .withPropertyValues("buffers.listeners.desk-handle.ordered-by=number"),
                "'buffers.listeners.desk-handle.ordered-by' with the value 'number'",
                "set the option 'scope' to local");
    }

    static class Ordered {
        @BufferListener(buffer = "events", orderedBy = "number")
        void handle(Order order) {}
    }

    static class Unordered {
        @BufferListener("events")
        void handle(Order order) {}
    }

    @Test
    void theScopeMayBeAnAttributeOrAnOption() {
        assertOrdered(runner.withBean("desk", Local.class));
        assertOrdered(
                runner.withBean("desk", Ordered.class).withPropertyValues("buffers.listeners.desk-handle.scope=local"));
        assertOrdered(
                runner.withBean("desk", Ordered.class).withPropertyValues("buffers.defaults.listener.scope=local"));
    }

    static class Local {
        @BufferListener(buffer = "events", orderedBy = "number", scope = "local")
        void handle(Order order) {}
    }

    @Test
    void theScopeHasNoEffectOnALocalBuffer() {
        assertOrdered(runner.withBean("desk", OfLocalBuffer.class));
    }

    static class OfLocalBuffer {
        @BufferListener(buffer = "orders", orderedBy = "number", scope = "local")
        void handle(Order order) {}
    }

    @Test
    void aScopeNeedsAnOrder() {
        assertRefused(
                runner.withBean("desk", WithoutOrder.class),
                "attribute 'scope' with the value 'local'",
                "Remove it, or set the order as well.");
    }

    static class WithoutOrder {
        @BufferListener(buffer = "events", scope = "local")
        void handle(Order order) {}
    }

    @Test
    void thereIsNoOtherScope() {
        assertRefused(
                runner.withBean("desk", Everywhere.class),
                "attribute 'scope' with the value 'cluster'",
                "Use one of: local.");
    }

    static class Everywhere {
        @BufferListener(buffer = "events", orderedBy = "number", scope = "cluster")
        void handle(Order order) {}
    }

    @Test
    void anOrderOfTheCodeNeedsAScopeToo() {
        runner.run(context -> {
            BufferListeners listeners = context.getBean(BufferListeners.class);
            ElementHandler<Order> handler = order -> null;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> listeners.register(orderedBy("events").build(), handler))
                    .withMessage("Listener 'mine' orders the elements of the shared buffer 'events' by key, which needs"
                            + " the scope LOCAL: other JVMs may handle elements of the same key at the same time");
            assertThat(listeners.get("mine")).isNull();
            listeners.register(orderedBy("events").scope(ListenerScope.LOCAL).build(), handler);
            assertThat(listeners.remove("mine")).isNotNull();
            listeners.register(orderedBy("orders").build(), handler);
        });
    }

    private static ListenerSpec.Builder orderedBy(String buffer) {
        return ListenerSpec.builder("mine", buffer).orderedBy(Order::number);
    }
}
