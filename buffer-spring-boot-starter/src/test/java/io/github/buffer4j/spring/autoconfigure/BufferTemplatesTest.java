package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.spring.BufferCustomizer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferMonitor;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.BufferRegistryListener;
import io.github.buffer4j.spring.EndOptions;
import io.github.buffer4j.spring.HealthOptions;
import io.github.buffer4j.spring.UnknownTemplateException;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.github.buffer4j.spring.event.BufferEvent;
import io.github.buffer4j.spring.event.BufferEventKind;
import io.github.buffer4j.spring.event.BufferEvents;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Buffers that are created from {@code buffers.templates} and removed at run time. */
@ExtendWith(OutputCaptureExtension.class)
class BufferTemplatesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class)
            .withPropertyValues(
                    "buffers.instances.mail.tags.team=post",
                    "buffers.templates.orders.capacity=3",
                    "buffers.templates.orders.tags.tenant=any");

    @Test
    void aBufferHasTheOptionsOfItsTemplate() {
        runner.withPropertyValues(
                        "buffers.defaults.stalled-after=7s",
                        "buffers.templates.rows.type=ring",
                        "buffers.templates.rows.capacity=5",
                        "buffers.templates.rows.max-capacity=50",
                        "buffers.templates.rows.element-type=java.util.Map<java.lang.String,java.lang.Integer>",
                        "buffers.templates.rows.track-age=true",
                        "buffers.templates.rows.drain-timeout=3s",
                        "buffers.templates.rows.after=mail",
                        "buffers.templates.rows.health.max-age=9s",
                        "buffers.templates.rows.tags.team=blue")
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    Buffer<Map<String, Integer>> rows = registry.create("rows-1", "rows");
                    assertThat(rows).isInstanceOf(RingBuffer.class);
                    assertThat(rows.name()).isEqualTo("rows-1");
                    rows.add(Map.of());
                    assertThat(rows.stats().oldestAgeNanos()).isNotNull();
                    assertThat(registry.get("rows-1"))
                            .isEqualTo(new BufferEntry(
                                    "rows-1",
                                    rows,
                                    "java.util.Map<java.lang.String, java.lang.Integer>",
                                    Map.of("team", "blue"),
                                    50,
                                    new EndOptions(
                                            false, Duration.ofSeconds(3), List.of("mail"), Duration.ofSeconds(7)),
                                    new HealthOptions(null, Duration.ofSeconds(9), Duration.ofSeconds(30))));
                });
    }

    @Test
    void anInstanceAndABufferOfATemplateHaveTheSameElementType() {
        String type = "java.util.Map< java.lang.String ,java.util.List<byte[]>>";
        runner.withPropertyValues(
                        "buffers.instances.rows.element-type=" + type, "buffers.templates.rows.element-type=" + type)
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    Buffer<Object> unused = registry.create("rows-1", "rows");
                    assertThat(registry.get("rows-1").elementType())
                            .isEqualTo(registry.get("rows").elementType())
                            .isNotNull();
                });
    }

    @Test
    void aBufferHasTheListenersAndTheContextOfItsTemplateAndIsCustomized() {
        runner.withUserConfiguration(Customized.class)
                .withPropertyValues(
                        "buffers.templates.orders.drop-listener=lost",
                        "buffers.templates.orders.propagate-context=true")
                .run(context -> {
                    Buffer<String> orders =
                            context.getBean(BufferRegistry.class).create("orders-acme", "orders");
                    Customized customized = context.getBean(Customized.class);
                    assertThat(customized.names).contains("orders-acme");
                    MDC.put("user", "ann");
                    orders.add("a");
                    MDC.clear();
                    orders.add("b");
                    assertThat(orders.nextEnvelope())
                            .extracting(Envelope::context)
                            .isNotNull();
                    assertThat(orders.reset()).isEqualTo(1);
                    assertThat(customized.lost).containsExactly("b DISCARDED");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("buffer.residence")
                                    .tag("name", "orders-acme")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void tagsOfTheCallComeBeforeThoseOfTheTemplate() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            Buffer<String> any = registry.create("orders-1", "orders");
            Buffer<String> acme = registry.create("orders-2", "orders", Map.of("tenant", "acme", "team", "red"));
            assertThat(any).isNotSameAs(acme);
            assertThat(registry.get("orders-1").tags()).isEqualTo(Map.of("tenant", "any"));
            assertThat(registry.get("orders-2").tags()).isEqualTo(Map.of("tenant", "acme", "team", "red"));
            assertThat(context.getBean(MeterRegistry.class)
                            .get("buffer.size")
                            .tags("name", "orders-2", "tenant", "acme", "team", "red")
                            .gauge()
                            .value())
                    .isZero();
        });
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        runner.withPropertyValues("spring.main.lazy-initialization=true", "buffers.instances.order-events.capacity=1")
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    Buffer<String> first = registry.create("orders-1", "orders");
                    assertThatIllegalStateException()
                            .isThrownBy(() -> registry.create("orders-1", "orders"))
                            .withMessageContaining("'orders-1'");
                    assertThat(registry.names()).containsExactly("orders-1");
                    for (String bean : List.of("mail", "order-events", "orderEvents")) {
                        assertThatIllegalStateException()
                                .as("a bean that does not exist yet")
                                .isThrownBy(() -> registry.create(bean, "orders"))
                                .withMessageContaining("'" + bean + "'")
                                .withMessageContaining("bean");
                    }
                    assertThat(registry.get("orders-1").buffer()).isSameAs(first);
                });
    }

    @Test
    void aNameThatIsNotPlainIsRefused() {
        runner.run(context -> assertThatIllegalArgumentException()
                .isThrownBy(() -> context.getBean(BufferRegistry.class).create("orders/acme", "orders"))
                .withMessageContaining("'orders/acme'"));
    }

    @Test
    void anUnknownTemplateIsRefusedWithTheNamesOfAll() {
        runner.withPropertyValues("buffers.templates.rowEvents.capacity=1").run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            assertThatExceptionOfType(UnknownTemplateException.class)
                    .isThrownBy(() -> registry.create("a", "mail"))
                    .withMessage("No template named 'mail'; templates: orders, rowEvents");
            Buffer<String> rows = registry.create("a", "row-events");
            assertThat(rows.capacity()).as("however the name is spelled").isEqualTo(1);
        });
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
                .run(context -> assertThatExceptionOfType(UnknownTemplateException.class)
                        .isThrownBy(() -> context.getBean(BufferRegistry.class).create("a", "orders"))
                        .withMessage("No template named 'orders'; there are no templates under buffers.templates"));
    }

    @Test
    void nothingIsRegisteredIfTheCreationFails() {
        runner.withUserConfiguration(Customized.class).run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            int before = meters.getMeters().size();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.create("orders-1", "orders", Map.of("floor", "3")))
                    .withMessageContaining("floor");
            assertThatIllegalStateException()
                    .isThrownBy(() -> registry.create("broken", "orders"))
                    .withMessage("This customizer fails");
            assertThat(registry.names()).containsExactly("mail");
            assertThat(meters.getMeters()).hasSize(before);
            Buffer<String> orders = registry.create("orders-1", "orders");
            assertThat(orders.state()).isEqualTo(BufferState.OPEN);
        });
    }

    @Test
    void removeClosesAtOnceAndReportsWhatIsLeft(CapturedOutput output) {
        runner.withUserConfiguration(Customized.class)
                .withPropertyValues("buffers.templates.orders.drop-listener=lost")
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    int before = meters.getMeters().size();
                    Buffer<String> orders = registry.create("orders-1", "orders");
                    orders.write(new String[] {"a", "b"});
                    assertThat(registry.remove("orders-1")).isTrue();
                    assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
                    assertThat(orders.stats().droppedOnClose()).isEqualTo(2);
                    assertThat(context.getBean(Customized.class).lost).containsExactly("a CLOSED", "b CLOSED");
                    assertThat(output).containsOnlyOnce("Buffer 'orders-1' was closed with 2 elements left unread");
                    assertThat(registry.find("orders-1")).isNull();
                    assertThat(registry.find(orders)).isNull();
                    assertThat(meters.getMeters()).hasSize(before);
                    assertThat(registry.remove("orders-1")).isFalse();
                });
    }

    @Test
    void listenersFindARemovedBufferClosed() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            List<BufferState> states = new ArrayList<>();
            registry.addListener(new BufferRegistryListener() {
                @Override
                public void bufferRemoved(BufferEntry entry) {
                    states.add(entry.buffer().state());
                }
            });
            Buffer<String> orders = registry.create("orders-1", "orders");
            assertThat(registry.remove(orders.name())).isTrue();
            assertThat(states).containsExactly(BufferState.CLOSED);
        });
    }

    @Test
    void aBufferHasTheEventsOfAnInstance() {
        runner.withPropertyValues("buffers.templates.orders.high-water-mark=2").run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            Buffer<String> orders = registry.create("orders-1", "orders");
            orders.write(new String[] {"a", "b"});
            assertThat(registry.remove("orders-1")).isTrue();
            List<BufferEvent> events = context.getBean(BufferEvents.class).history();
            assertThat(events).extracting(BufferEvent::name).containsOnly("orders-1");
            assertThat(events)
                    .extracting(BufferEvent::kind)
                    .containsSubsequence(BufferEventKind.CLOSED, BufferEventKind.SATURATED);
            assertThat(events)
                    .filteredOn(event -> event.kind() == BufferEventKind.CLOSED)
                    .singleElement()
                    .satisfies(event -> assertThat(event.details()).containsEntry("dropped", 2L));
        });
    }

    @Test
    void aNameIsTakenUntilItsBufferIsRemoved() {
        runner.withUserConfiguration(Customized.class)
                .withPropertyValues("buffers.templates.orders.drop-listener=lost")
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    Buffer<String> orders = registry.create("orders-1", "orders");
                    List<Object> meanwhile = new ArrayList<>();
                    context.getBean(Customized.class).onLoss = () -> {
                        meanwhile.add(registry.remove("orders-1"));
                        assertThatIllegalStateException().isThrownBy(() -> registry.create("orders-1", "orders"));
                    };
                    orders.add("a");
                    assertThat(registry.remove("orders-1")).isTrue();
                    assertThat(meanwhile).containsExactly(false);
                    Buffer<String> next = registry.create("orders-1", "orders");
                    assertThat(next.state()).isEqualTo(BufferState.OPEN);
                });
    }

    @Test
    void aDrainedBufferIsRemovedWithoutALine(CapturedOutput output) {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            Buffer<String> orders = registry.create("orders-1", "orders");
            orders.add("a");
            assertThat(orders.closeWrite()).isTrue();
            assertThat(orders.next()).isEqualTo("a");
            assertThat(orders.awaitDrained(Duration.ofSeconds(10))).isTrue();
            assertThat(registry.remove("orders-1")).isTrue();
            assertThat(orders.state()).isEqualTo(BufferState.DRAINED);
            assertThat(output).doesNotContain("was closed with");
        });
    }

    @Test
    void aBeanIsNotRemoved() {
        runner.withBean("own", BlockBuffer.class, () -> new BlockBuffer<>(1)).run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            for (String bean : List.of("mail", "own")) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> registry.remove(bean))
                        .withMessageContaining("'" + bean + "'")
                        .withMessageContaining("bean");
                assertThat(registry.get(bean).buffer().state()).isEqualTo(BufferState.OPEN);
            }
        });
    }

    @Test
    void aBufferThatTheApplicationHasRegisteredIsRemovedToo() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            BlockBuffer<String> own = new BlockBuffer<>(1);
            registry.register(new BufferEntry("own", own));
            assertThat(registry.remove("own")).isTrue();
            assertThat(own.state()).isEqualTo(BufferState.CLOSED);
        });
    }

    @Test
    @Timeout(60)
    void aListenerOfACreatedBufferHandlesItsElementsAndStopsOnceItIsRemoved() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            BufferListeners listeners = context.getBean(BufferListeners.class);
            Buffer<String> orders = registry.create("orders-1", "orders");
            List<String> handled = new CopyOnWriteArrayList<>();
            ListenerSpec spec = ListenerSpec.builder("ship-1", "orders-1").build();
            BufferListenerContainer container = listeners.register(spec, (String order) -> handled.add(order));
            orders.add("a");
            await("the order to be handled").until(() -> container.handled() == 1);
            assertThat(handled).containsExactly("a");
            assertThat(registry.remove("orders-1")).isTrue();
            await("the listener to stop").until(() -> container.state() == ListenerState.STOPPED);
            assertThat(container.failure()).isNull();
            assertThat(listeners.remove("ship-1")).isSameAs(container);
            assertThat(registry.consumers()).isEmpty();
        });
    }

    @Test
    @Timeout(60)
    void manyThreadsCreateAndRemoveTheSameNames() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            BufferMonitor monitor = context.getBean(BufferLifecycle.class).monitor();
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            int before = meters.getMeters().size();
            List<Buffer<Integer>> created = new CopyOnWriteArrayList<>();
            Runnable rounds = () -> {
                for (int i = 0; i < 500; i++) {
                    String name = "orders-" + i % 3;
                    try {
                        Buffer<Integer> buffer = registry.create(name, "orders");
                        created.add(buffer);
                        assertThat(buffer.name()).isEqualTo(name);
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("'" + name + "'");
                    }
                    assertThat(registry.entries())
                            .allSatisfy(entry -> assertThat(entry.name()).isNotNull());
                    boolean unused = registry.remove(name);
                }
            };
            List<CompletableFuture<?>> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(CompletableFuture.runAsync(rounds, task -> new Thread(task).start()));
            }
            threads.forEach(CompletableFuture::join);
            assertThat(created).hasSizeGreaterThanOrEqualTo(500).allSatisfy(buffer -> {
                assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
                assertThat(registry.find(buffer)).isNull();
            });
            assertThat(registry.names()).containsExactly("mail");
            assertThat(meters.getMeters()).hasSize(before);
            assertThat(IntStream.range(0, 3))
                    .allSatisfy(i -> assertThat(monitor.inspect("orders-" + i)).isEmpty());
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Customized {

        final List<String> names = new CopyOnWriteArrayList<>();
        final List<String> lost = new CopyOnWriteArrayList<>();
        volatile Runnable onLoss = () -> {};

        @Bean
        BufferCustomizer customizer() {
            return (name, builder) -> {
                names.add(name);
                if (name.equals("broken")) {
                    throw new IllegalStateException("This customizer fails");
                }
            };
        }

        @Bean
        DropListener<String> lost() {
            return (element, reason) -> {
                lost.add(element + " " + reason);
                onLoss.run();
            };
        }
    }
}
