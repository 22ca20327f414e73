package io.github.buffer4j.spring.event;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferExecutorAutoConfiguration;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/** Events as the beans of an application receive them. */
class BufferEventsContextTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BufferAutoConfiguration.class, BufferExecutorAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.instances.orders.capacity=10",
                    "buffers.instances.orders.high-water-mark=80%",
                    "buffers.instances.orders.low-water-mark=20%",
                    "buffers.instances.orders.element-type=java.lang.String",
                    "buffers.listeners.ship.retry.max-retries=0",
                    "buffers.listeners.ship.on-failure=stop");

    @BeforeEach
    void forget() {
        Receiver.RECEIVED.clear();
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Object> buffer(ApplicationContext context, String name) {
        return context.getBean(name, Buffer.class);
    }

    private static List<String> received() {
        return List.copyOf(Receiver.RECEIVED);
    }

    @Test
    void theCrossingsOfWaterMarksReachTheApplicationOnceEach() {
        runner.withBean(Receiver.class).run(context -> {
            Buffer<Object> orders = buffer(context, "orders");
            for (int i = 0; i < 10; i++) {
                orders.add("order " + i);
            }
            assertThat(received()).containsExactly("orders saturated {}");
            for (int i = 0; i < 10; i++) {
                orders.next();
            }
            assertThat(received()).containsExactly("orders saturated {}", "orders relieved {}");
            assertThat(context.getBean(BufferEvents.class).history())
                    .extracting(BufferEvent::kind)
                    .containsExactly(BufferEventKind.RELIEVED, BufferEventKind.SATURATED);
        });
    }

    @Test
    void theMonitorFindsWhatTheApplicationChanges() {
        runner.withBean(Receiver.class).run(context -> {
            buffer(context, "orders").resize(20);
            await().untilAsserted(() -> assertThat(received()).containsExactly("orders resized {from=10, to=20}"));
            buffer(context, "orders").closeWithError(new IllegalStateException());
            await().untilAsserted(() -> assertThat(received())
                    .endsWith("orders closed {error=java.lang.IllegalStateException, dropped=0}")
                    .hasSize(2));
        });
    }

    @Test
    void theEndAtTheShutdownReachesTheApplication() {
        runner.withBean(Receiver.class)
                .withPropertyValues("buffers.instances.rows.type=ring")
                .run(context -> {
                    buffer(context, "orders").add("order");
                    requireNonNull(context.getSourceApplicationContext(ConfigurableApplicationContext.class))
                            .stop();
                    assertThat(received()).containsExactlyInAnyOrder("orders closed {dropped=1}", "rows drained {}");
                });
    }

    @Test
    void theStatesOfAListenerReachTheApplication() {
        runner.withBean(Receiver.class).withBean(Shop.class).run(context -> {
            BufferListenerContainer ship =
                    requireNonNull(context.getBean(BufferListeners.class).get("ship"));
            await().until(() -> ship.state() == ListenerState.RUNNING);
            ship.pause();
            await().untilAsserted(
                            () -> assertThat(received()).containsExactly("orders listener-paused {listener=ship}"));
            ship.resume();
            await().untilAsserted(() -> assertThat(received()).endsWith("orders listener-resumed {listener=ship}"));
            ship.stop(Duration.ofSeconds(10));
            ship.start();
            await().until(() -> ship.state() == ListenerState.RUNNING);
            assertThat(received()).hasSize(2);
            buffer(context, "orders").add("fail");
            await().untilAsserted(() -> assertThat(received())
                    .hasSize(4)
                    .contains(
                            "orders given-up {outcome=stopped, listener=ship}",
                            "orders listener-failed {error=java.lang.IllegalStateException, listener=ship}"));
        });
    }

    @Test
    void theFirstDeadLetterOfABurstReachesTheApplication() {
        runner.withBean(Receiver.class)
                .withBean(Shop.class)
                .withPropertyValues(
                        "buffers.listeners.ship.dead-letter=failed",
                        "buffers.listeners.ship.on-failure=dead-letter",
                        "buffers.instances.failed.type=growable",
                        "buffers.instances.failed.max-capacity=2")
                .run(context -> {
                    for (int i = 0; i < 4; i++) {
                        buffer(context, "orders").add("fail");
                    }
                    await().untilAsserted(() -> assertThat(received())
                            .containsExactly(
                                    "orders dead-letter {buffer=failed, listener=ship}",
                                    "orders given-up {outcome=dead-letter-lost, listener=ship}"));
                });
    }

    @Test
    void theHistoryHasTheConfiguredSize() {
        runner.withPropertyValues("buffers.events.history=1").run(context -> {
            Buffer<Object> orders = buffer(context, "orders");
            for (int i = 0; i < 10; i++) {
                orders.add("order " + i);
            }
            orders.discard(10);
            assertThat(context.getBean(BufferEvents.class).history())
                    .extracting(BufferEvent::kind)
                    .containsExactly(BufferEventKind.RELIEVED);
        });
    }

    @Test
    void aBufferOfTheApplicationMayPublishItsWaterMarks() {
        runner.withBean(Receiver.class).withUserConfiguration(OwnBuffer.class).run(context -> {
            buffer(context, "own").add("order");
            assertThat(received()).containsExactly("own saturated {}");
        });
    }

    @Test
    void twoContextsDoNotMeet() {
        runner.run(one -> runner.run(other -> {
            buffer(one, "orders").write(new Object[] {1, 2, 3, 4, 5, 6, 7, 8});
            assertThat(one.getBean(BufferEvents.class).history()).hasSize(1);
            assertThat(other.getBean(BufferEvents.class).history()).isEmpty();
        }));
    }

    static final class Receiver {

        static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

        @EventListener
        void on(BufferEvent event) {
            RECEIVED.add(event.name() + " " + event.kind().word() + " " + event.details());
        }
    }

    static final class Shop {

        @BufferListener(buffer = "orders", id = "ship")
        void ship(String order) {
            if (order.equals("fail")) {
                throw new IllegalStateException();
            }
        }
    }

    static final class OwnBuffer {

        @Bean
        Buffer<Object> own(BufferEvents events) {
            return Buffer.builder()
                    .waterMarks(1, 0, events.waterMarkListener("own"))
                    .block(2);
        }
    }
}
