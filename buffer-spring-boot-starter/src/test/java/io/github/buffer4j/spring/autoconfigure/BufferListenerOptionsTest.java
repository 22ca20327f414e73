package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.DeadLetter;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerStart;
import io.github.buffer4j.spring.listener.ListenerState;
import io.github.buffer4j.spring.listener.ListenerStop;
import io.github.buffer4j.spring.listener.OnFailure;
import io.github.buffer4j.spring.listener.Retry;
import io.github.buffer4j.spring.listener.Split;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.backoff.BackOffExecution;

/** The options of a listener: those under its id, then its attributes, then those of its buffer, then the defaults. */
@Timeout(120)
class BufferListenerOptionsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.instances.orders.element-type=" + Order.class.getName(),
                    "buffers.instances.rows.element-type=java.lang.String",
                    "buffers.instances.failed.element-type=" + DeadLetter.class.getName());

    record Order(int number) {}

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        runner.withBean("desk", Bare.class).run(context -> {
            ListenerSpec spec = spec(context, "desk-handle");
            assertThat(spec.concurrency()).isOne();
            assertThat(spec.batch()).isOne();
            assertThat(spec.linger()).isZero();
            assertThat(spec.sendTo()).isNull();
            assertThat(spec.orderedBy()).isNull();
            assertThat(spec.start()).isEqualTo(ListenerStart.STARTED);
            assertThat(spec.virtualThreads()).isFalse();
            assertThat(spec.stop()).isEqualTo(ListenerStop.DRAIN);
            assertThat(spec.stopTimeout()).isEqualTo(Duration.ofSeconds(20));
            assertThat(spec.onFailure()).isEqualTo(OnFailure.DISCARD);
            assertThat(spec.split()).isEqualTo(Split.BISECT);
            assertThat(spec.observe()).isTrue();
            assertThat(delays(spec)).containsExactly(1000L, 2000L, 4000L, BackOffExecution.STOP);
            assertThat(spec(context, "desk-handleAll").batch()).isEqualTo(500);
        });
    }

    static class Bare {
        @BufferListener("orders")
        void handle(Order order) {}

        @BufferListener("orders")
        void handleAll(List<Order> orders) {}
    }

    @Test
    void everyAttributeReachesTheContainer() {
        runner.withBean(Full.class).run(context -> {
            ListenerSpec spec = spec(context, "full");
            assertThat(spec.buffer()).isEqualTo("orders");
            assertThat(spec.concurrency()).isEqualTo(2);
            assertThat(spec.batch()).isEqualTo(7);
            assertThat(spec.linger()).isEqualTo(Duration.ofMillis(8));
            assertThat(spec.sendTo()).isEqualTo("rows");
            assertThat(spec.start()).isEqualTo(ListenerStart.MANUAL);
            assertThat(spec.stop()).isEqualTo(ListenerStop.CURRENT);
            assertThat(spec.stopTimeout()).isEqualTo(Duration.ofSeconds(3));
            assertThat(spec.onFailure()).isEqualTo(OnFailure.DEAD_LETTER);
            assertThat(spec.deadLetter()).isEqualTo("failed");
            assertThat(spec.split()).isEqualTo(Split.NONE);
            assertThat(spec.observe()).isFalse();
            assertThat(delays(spec)).containsExactly(5L, 15L, 20L, 20L, BackOffExecution.STOP);
            assertThat(spec.retry().shouldRetry(new IOException())).isTrue();
            assertThat(spec.retry().shouldRetry(new FileNotFoundException())).isFalse();
            assertThat(spec.retry().shouldRetry(new IllegalStateException())).isFalse();
            assertThat(container(context, "full").state()).isEqualTo(ListenerState.STOPPED);
        });
    }

    static class Full {
        @BufferListener(
                buffer = "orders",
                id = "full",
                concurrency = "2",
                batch = "7",
                linger = "8ms",
                sendTo = "rows",
                start = "manual",
                threads = "platform",
                stop = "current",
                stopTimeout = "3s",
                retry =
                        @Retry(
                                maxRetries = "4",
                                delay = "5ms",
                                multiplier = "3",
                                maxDelay = "20ms",
                                jitter = "0ms",
                                exceptionIncludes = IOException.class,
                                exceptionExcludes = FileNotFoundException.class),
                onFailure = "dead-letter",
                deadLetter = "failed",
                split = "none",
                observe = "false")
        List<String> handle(List<Order> orders) {
            return List.of();
        }
    }

    @Test
    void everyPropertyOverridesItsAttribute() {
        runner.withBean(Full.class)
                .withPropertyValues(
                        "buffers.listeners.full.concurrency=3",
                        "buffers.listeners.full.batch=9",
                        "buffers.listeners.full.linger=10ms",
                        "buffers.listeners.full.send-to=any",
                        "buffers.instances.any.capacity=5",
                        "buffers.listeners.full.start=ready",
                        "buffers.listeners.full.stop=drain",
                        "buffers.listeners.full.stop-timeout=4s",
                        "buffers.listeners.full.retry.max-retries=1",
                        "buffers.listeners.full.retry.delay=6ms",
                        "buffers.listeners.full.retry.exception-includes=java.lang.IllegalStateException",
                        "buffers.listeners.full.dead-letter=any",
                        "buffers.listeners.full.split=bisect",
                        "buffers.listeners.full.observe=true")
                .run(context -> {
                    ListenerSpec spec = spec(context, "full");
                    assertThat(spec.concurrency()).isEqualTo(3);
                    assertThat(spec.batch()).isEqualTo(9);
                    assertThat(spec.linger()).isEqualTo(Duration.ofMillis(10));
                    assertThat(spec.sendTo()).isEqualTo("any");
                    assertThat(spec.start()).isEqualTo(ListenerStart.READY);
                    assertThat(spec.stop()).isEqualTo(ListenerStop.DRAIN);
                    assertThat(spec.stopTimeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(delays(spec)).containsExactly(6L, BackOffExecution.STOP);
                    assertThat(spec.retry().shouldRetry(new IOException())).isFalse();
                    assertThat(spec.retry().shouldRetry(new IllegalStateException()))
                            .isTrue();
                    assertThat(spec.deadLetter()).isEqualTo("any");
                    assertThat(spec.split()).isEqualTo(Split.BISECT);
                    assertThat(spec.observe()).isTrue();
                });
    }

    @Test
    void retriesAreNoMoreThanThirtySecondsApartUnlessTheFirstIs() {
        runner.withBean("desk", Bare.class)
                .withPropertyValues(
                        "buffers.listeners.desk-handle.retry.max-retries=7",
                        "buffers.listeners.desk-handleAll.retry.delay=40s")
                .run(context -> {
                    assertThat(delays(spec(context, "desk-handle")))
                            .containsExactly(1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, BackOffExecution.STOP);
                    assertThat(delays(spec(context, "desk-handleAll")))
                            .containsExactly(40000L, 40000L, 40000L, BackOffExecution.STOP);
                });
    }

    @Test
    void theOptionsOfTheBufferComeBeforeTheDefaultsAndAfterTheAttributes() {
        runner.withBean("desk", Tuned.class)
                .withPropertyValues(
                        "buffers.defaults.listener.concurrency=2",
                        "buffers.defaults.listener.stop-timeout=2s",
                        "buffers.defaults.listener.retry.max-retries=2",
                        "buffers.defaults.listener.retry.delay=2ms",
                        "buffers.instances.orders.listener.concurrency=3",
                        "buffers.instances.orders.listener.retry.delay=3ms")
                .run(context -> {
                    ListenerSpec bare = spec(context, "desk-handle");
                    assertThat(bare.concurrency()).isEqualTo(3);
                    assertThat(bare.stopTimeout()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(delays(bare)).containsExactly(3L, 6L, BackOffExecution.STOP);
                    ListenerSpec tuned = spec(context, "tuned");
                    assertThat(tuned.concurrency()).isEqualTo(4);
                    assertThat(delays(tuned)).containsExactly(4L, 8L, BackOffExecution.STOP);
                    assertThat(spec(context, "other").concurrency()).isEqualTo(2);
                });
    }

    static class Tuned {
        @BufferListener("orders")
        void handle(Order order) {}

        @BufferListener(buffer = "orders", id = "tuned", concurrency = "4", retry = @Retry(delay = "4ms"))
        void tuned(Order order) {}

        @BufferListener(buffer = "rows", id = "other")
        void other(String row) {}
    }

    @ParameterizedTest
    @CsvSource({
        "batch, 5",
        "linger, 5ms",
        "split, none",
        "in-flight, 5",
        "send-to, rows",
    })
    void anInheritedOptionThatDoesNotApplyIsIgnored(String key, String value) {
        runner.withBean("desk", Bare.class)
                .withPropertyValues(
                        "buffers.defaults.listener." + key + "=" + value,
                        "buffers.instances.orders.listener." + key + "=" + value)
                .run(context -> {
                    ListenerSpec spec = spec(context, "desk-handle");
                    assertThat(spec.batch()).isOne();
                    assertThat(spec.linger()).isZero();
                    assertThat(spec.split()).isEqualTo(Split.BISECT);
                    assertThat(spec.sendTo()).isNull();
                });
    }

    @Test
    void anInheritedOrderIsIgnoredByBatches() {
        runner.withBean("desk", Bare.class)
                .withPropertyValues(
                        "buffers.instances.orders.listener.ordered-by=number",
                        "buffers.instances.orders.listener.batch=20")
                .run(context -> {
                    assertThat(spec(context, "desk-handle").orderedBy()).isNotNull();
                    assertThat(spec(context, "desk-handleAll").orderedBy()).isNull();
                    assertThat(spec(context, "desk-handleAll").batch()).isEqualTo(20);
                });
    }

    @Test
    void theListenerOfTheDeadLettersInheritsNoDeadLetters() {
        runner.withBean(Letters.class)
                .withPropertyValues("buffers.defaults.listener.dead-letter=failed")
                .run(context -> {
                    assertThat(spec(context, "letters").deadLetter()).isNull();
                    assertThat(spec(context, "letters").onFailure()).isEqualTo(OnFailure.DISCARD);
                    assertThat(spec(context, "orders").deadLetter()).isEqualTo("failed");
                    assertThat(spec(context, "stopping").deadLetter()).isNull();
                    assertThat(spec(context, "stopping").onFailure()).isEqualTo(OnFailure.STOP);
                });
    }

    @Test
    void aDeadLetterBufferOfItsOwnOverridesAnInheritedPolicy() {
        runner.withBean(Full.class)
                .withPropertyValues("buffers.defaults.listener.on-failure=close")
                .run(context -> assertThat(spec(context, "full").onFailure()).isEqualTo(OnFailure.DEAD_LETTER));
    }

    static class Letters {
        @BufferListener(buffer = "failed", id = "letters")
        void letters(DeadLetter<?> letter) {}

        @BufferListener(buffer = "orders", id = "orders")
        void orders(Order order) {}

        @BufferListener(buffer = "orders", id = "stopping", onFailure = "stop")
        void stopping(Order order) {}
    }

    @Test
    void environmentVariablesReachEveryKey() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("BUFFERS_DEFAULTS_LISTENER_STOPTIMEOUT", "2s");
        variables.put("BUFFERS_DEFAULTS_LISTENER_RETRY_MAX_DELAY", "3s");
        variables.put("BUFFERS_INSTANCES_ORDERS_LISTENER_STOP", "current");
        variables.put("BUFFERS_INSTANCES_ORDERS_LISTENER_RETRY_MAXRETRIES", "2");
        variables.put("BUFFERS_LISTENERS_DESKHANDLE_CONCURRENCY", "4");
        variables.put("BUFFERS_LISTENERS_DESK_HANDLE_ORDERED_BY", "number");
        variables.put("BUFFERS_LISTENERS_DESKHANDLE_INFLIGHT", "5");
        variables.put("BUFFERS_LISTENERS_DESKHANDLE_RETRY_DELAY", "2s");
        variables.put("BUFFERS_LISTENERS_DESK_HANDLEALL_RETRY_MAX_RETRIES", "0");
        variables.put("BUFFERS_LISTENERS_DESKHANDLEALL_BATCH", "6");
        runner.withBean("desk", Bare.class)
                .withPropertyValues("buffers.listeners.desk-handleAll.batch=5")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)))
                .run(context -> {
                    ListenerSpec spec = spec(context, "desk-handle");
                    assertThat(spec.stopTimeout()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(spec.stop()).isEqualTo(ListenerStop.CURRENT);
                    assertThat(spec.concurrency()).isEqualTo(4);
                    assertThat(spec.orderedBy()).isNotNull();
                    assertThat(spec.inFlight()).isEqualTo(5);
                    assertThat(delays(spec)).containsExactly(2000L, 3000L, BackOffExecution.STOP);
                    ListenerSpec batches = spec(context, "desk-handleAll");
                    assertThat(batches.batch()).isEqualTo(6);
                    assertThat(delays(batches)).containsExactly(BackOffExecution.STOP);
                });
    }

    @ParameterizedTest
    @CsvSource({"buffers.listeners.desk-handle", "buffers.instances.orders.listener", "buffers.defaults.listener.retry"
    })
    void emptyOptionsAreNoOptions(String key) {
        runner.withBean("desk", Bare.class)
                .withPropertyValues(key + "=", "buffers.defaults.listener.concurrency=3")
                .run(context ->
                        assertThat(spec(context, "desk-handle").concurrency()).isEqualTo(3));
    }

    @Test
    void anIdMayContainAnyCharacter() {
        runner.withBean("com.acme.Desk#0", Bare.class)
                .withPropertyValues("buffers.listeners[com.acme.Desk#0-handle].concurrency=3")
                .run(context -> assertThat(
                                spec(context, "com.acme.Desk#0-handle").concurrency())
                        .isEqualTo(3));
    }

    @EnabledForJreRange(min = JRE.JAVA_21)
    @ParameterizedTest
    @CsvSource({"true, auto, true", "false, auto, false", "true, platform, false", "false, virtual, true"})
    void threadsAreVirtualWhereTheApplicationsAre(boolean enabled, String threads, boolean virtual) {
        runner.withBean("desk", Bare.class)
                .withPropertyValues(
                        "spring.threads.virtual.enabled=" + enabled, "buffers.defaults.listener.threads=" + threads)
                .run(context -> assertThat(spec(context, "desk-handle").virtualThreads())
                        .isEqualTo(virtual));
    }

    private static List<Long> delays(ListenerSpec spec) {
        BackOffExecution execution = spec.retry().getBackOff().start();
        List<Long> delays = new ArrayList<>();
        do {
            delays.add(execution.nextBackOff());
        } while (delays.get(delays.size() - 1) != BackOffExecution.STOP);
        return delays;
    }

    private static BufferListenerContainer container(AssertableApplicationContext context, String id) {
        return Objects.requireNonNull(context.getBean(BufferListeners.class).get(id), id);
    }

    private static ListenerSpec spec(AssertableApplicationContext context, String id) {
        return container(context, id).spec();
    }
}
