package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.health.BufferHealthIndicator;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Buffers that are created and removed over and over leave nothing behind. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BufferRoundsTest {

    private static final int ROUNDS = 100_000;
    private static final int LISTENER_ROUNDS = 10_000;

    /* For each round after the first tenth: less than the smallest object, and less than a container. */
    private static final long LESS_THAN_AN_OBJECT = 12;
    private static final long LESS_THAN_A_CONTAINER = 64;

    private final Set<Thread> others = Thread.getAllStackTraces().keySet();
    private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties(
                    "management.health.buffers.enabled=true",
                    "buffers.templates.orders.capacity=8",
                    "buffers.templates.orders.tags.tenant=any",
                    "buffers.templates.orders.track-age=true",
                    "buffers.templates.orders.propagate-context=true",
                    "buffers.templates.orders.health.saturated-after=1s")
            .run();
    private final BufferRegistry registry = context.getBean(BufferRegistry.class);
    private final BufferListeners listeners = context.getBean(BufferListeners.class);
    private final Collection<MeterRegistry> meters =
            List.of(context.getBean(SimpleMeterRegistry.class), context.getBean(PrometheusMeterRegistry.class));
    private final Logger logger = (Logger) LoggerFactory.getLogger(BufferLifecycle.class);
    private final @Nullable Level level = logger.getLevel();

    @BeforeEach
    void warmUp() {
        logger.setLevel(Level.OFF);
        round(0);
        listenerRound(0);
    }

    @AfterEach
    void close() {
        context.close();
        logger.setLevel(level);
    }

    @Test
    void removedBuffersHaveNoMeters() {
        for (int i = 0; i < 500; i++) {
            round(i);
        }
        assertThat(registry.entries()).isEmpty();
        assertThat(buffers()).isEmpty();
        assertThat(context.getBean(PrometheusMeterRegistry.class).scrape()).doesNotContain("orders-");
        assertThat(context.getBean(BufferHealthIndicator.class).health().getDetails())
                .isEmpty();
    }

    @Test
    void removedListenersHaveNeitherMetersNorThreads() {
        for (int i = 0; i < 200; i++) {
            listenerRound(i);
        }
        assertThat(listeners.ids()).isEmpty();
        assertThat(registry.consumers()).isEmpty();
        assertThat(buffers()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !others.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("ship-"));
    }

    @Test
    void nothingRefersToARemovedBufferOrListener() {
        List<WeakReference<?>> references = new ArrayList<>(removed());
        await("the objects to be collected").until(() -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.refersTo(null));
        });
    }

    private List<WeakReference<?>> removed() {
        Buffer<Integer> orders = registry.create("orders-1", "orders", Map.of("tenant", "acme"));
        BufferListenerContainer container =
                listeners.register(ListenerSpec.builder("ship-1", "orders-1").build(), (Integer order) -> null);
        container.start();
        assertThat(orders.offer(1)).isTrue();
        await("the element to be handled").until(() -> container.handled() == 1);
        context.getBean(BufferHealthIndicator.class).health();
        context.getBean(PrometheusMeterRegistry.class).scrape();
        List<WeakReference<?>> references = List.of(
                new WeakReference<>(orders),
                new WeakReference<>(container),
                new WeakReference<>(registry.get("orders-1")));
        remove(container);
        assertThat(registry.remove("orders-1")).isTrue();
        return references;
    }

    @Test
    @Tag("evidence")
    void theHeapIsTheSameAfterAHundredThousandBuffers() {
        assertThatTheHeapStays(ROUNDS, LESS_THAN_AN_OBJECT, this::round);
    }

    @Test
    @Tag("evidence")
    void theHeapIsTheSameAfterTenThousandListeners() {
        assertThatTheHeapStays(LISTENER_ROUNDS, LESS_THAN_A_CONTAINER, this::listenerRound);
    }

    private void assertThatTheHeapStays(int rounds, long bytesPerRound, IntConsumer round) {
        int first = rounds / 10;
        for (int i = 0; i < first; i++) {
            round.accept(i);
        }
        long early = liveBytes();
        for (int i = first; i < rounds; i++) {
            round.accept(i);
        }
        long late = liveBytes();
        assertThat(buffers()).isEmpty();
        assertThat(late - early)
                .as("growth of the live set from %d to %d bytes", early, late)
                .isLessThan((rounds - first) * bytesPerRound);
    }

    private static long liveBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void round(int i) {
        String name = "orders-" + i;
        Buffer<Integer> orders = registry.create(name, "orders", Map.of("tenant", "t" + i));
        for (int element = 0; element < 5; element++) {
            assertThat(orders.offer(element)).isTrue();
        }
        assertThat(orders.poll()).isZero();
        assertThat(orders.poll()).isEqualTo(1);
        if (i % 1_000 == 0) {
            context.getBean(PrometheusMeterRegistry.class).scrape();
            context.getBean(BufferHealthIndicator.class).health();
        }
        assertThat(registry.remove(name)).isTrue();
        assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
    }

    private void listenerRound(int i) {
        String name = "orders-" + i;
        Buffer<Integer> orders = registry.create(name, "orders", Map.of("tenant", "t" + i));
        AtomicInteger handled = new AtomicInteger();
        BufferListenerContainer container =
                listeners.register(ListenerSpec.builder("ship-" + i, name).build(), (Integer order) -> {
                    handled.incrementAndGet();
                    return null;
                });
        assertThat(orders.offer(1)).isTrue();
        assertThat(orders.offer(2)).isTrue();
        assertThat(orders.closeWrite()).isTrue();
        while (handled.get() < 2) {
            Thread.onSpinWait();
        }
        remove(container);
        assertThat(registry.remove(name)).isTrue();
    }

    private void remove(BufferListenerContainer container) {
        assertThat(listeners.remove(container.spec().id())).isSameAs(container);
        assertThat(container.stop(Duration.ofMinutes(1))).isTrue();
    }

    private Set<Meter.Id> buffers() {
        return meters.stream()
                .flatMap(registry -> registry.getMeters().stream())
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("buffer."))
                .collect(Collectors.toSet());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        SimpleMeterRegistry simpleMeterRegistry() {
            return new SimpleMeterRegistry();
        }
    }
}
