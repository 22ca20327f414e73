package io.github.buffer4j.spring.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferExecutorAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.health.BufferHealthAutoConfiguration;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import io.github.buffer4j.spring.listener.OnFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.retry.RetryPolicy;

/** The health of the buffers of real application contexts. A time of 1 ns is over at the second look. */
class BufferHealthIndicatorTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferExecutorAutoConfiguration.class,
                    BufferHealthAutoConfiguration.class))
            .withPropertyValues(
                    "management.health.buffers.enabled=true",
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.defaults.health.min-duration=0s",
                    "buffers.instances.orders.capacity=2",
                    "buffers.instances.rows.capacity=2");

    private static Health health(ApplicationContext context) {
        BufferHealthIndicator indicator = context.getBean(BufferHealthIndicator.class);
        Health unused = indicator.health();
        return indicator.health();
    }

    private static Map<?, ?> details(Health health, String name) {
        return (Map<?, ?>) requireNonNull(health.getDetails().get(name));
    }

    private static void assertUp(Health health) {
        assertThat(health.getStatus()).as("%s", health).isEqualTo(Status.UP);
    }

    private static void assertDown(Health health, String name, String reason) {
        assertThat(health.getStatus()).as("%s", health).isEqualTo(Status.DOWN);
        assertThat(details(health, name).get("status")).isEqualTo("DOWN");
        assertThat(details(health, name).get("reasons")).isEqualTo(List.of(reason));
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Object> buffer(ApplicationContext context, String name) {
        return context.getBean(name, Buffer.class);
    }

    @Test
    void anApplicationWithoutTroubleIsUp() {
        runner.run(context -> {
            assertUp(health(context));
            assertThat(health(context).getDetails()).containsOnlyKeys("orders", "rows");
        });
    }

    @Test
    void anErrorMakesOneBufferDownAndTheOtherNot() {
        runner.run(context -> {
            buffer(context, "orders").closeWithError(new IllegalStateException("secret"));
            Health health = health(context);
            assertDown(health, "orders", "closed-with-error");
            assertThat(details(health, "rows").get("status")).isEqualTo("UP");
            assertThat(health.toString()).doesNotContain("secret");
        });
    }

    @Test
    void anEndWithoutAnErrorIsNoProblem() {
        runner.run(context -> {
            buffer(context, "orders").close();
            buffer(context, "rows").closeWrite();
            assertUp(health(context));
        });
    }

    @Test
    void elementsWithoutAReaderAreAProblem() {
        runner.withPropertyValues("buffers.instances.orders.stalled-after=1ns").run(context -> {
            assertThat(buffer(context, "orders").offer("secret")).isTrue();
            Health health = health(context);
            assertDown(health, "orders", "stalled");
            assertThat(health.toString()).doesNotContain("secret");
            assertThat(buffer(context, "orders").poll()).isEqualTo("secret");
            assertUp(health(context));
        });
    }

    @Test
    void aFullBufferIsAProblemOnlyWithALimit() {
        runner.withPropertyValues("buffers.instances.orders.health.saturated-after=1ns")
                .run(context -> {
                    for (String name : List.of("orders", "rows")) {
                        assertThat(buffer(context, name).offer(1)).isTrue();
                        assertThat(buffer(context, name).offer(2)).isTrue();
                    }
                    Health health = health(context);
                    assertDown(health, "orders", "saturated");
                    assertThat(details(health, "rows").get("status")).isEqualTo("UP");
                    assertThat(buffer(context, "orders").poll()).isEqualTo(1);
                    assertUp(health(context));
                });
    }

    @Test
    void aRingAndAGrowableBufferWithoutABoundAreNeverSaturated() {
        runner.withPropertyValues(
                        "buffers.defaults.health.saturated-after=1ns",
                        "buffers.instances.latest.type=ring",
                        "buffers.instances.latest.capacity=2",
                        "buffers.instances.all.type=growable")
                .run(context -> {
                    for (int i = 0; i < 5; i++) {
                        assertThat(buffer(context, "latest").offer(i)).isTrue();
                        assertThat(buffer(context, "all").offer(i)).isTrue();
                    }
                    assertUp(health(context));
                });
    }

    @Test
    void aGrowableBufferAtItsMaximumIsSaturated() {
        runner.withPropertyValues(
                        "buffers.defaults.health.saturated-after=1ns",
                        "buffers.instances.all.type=growable",
                        "buffers.instances.all.max-capacity=1")
                .run(context -> {
                    assertThat(buffer(context, "all").offer(1)).isTrue();
                    assertDown(health(context), "all", "saturated");
                });
    }

    @Test
    void anOldElementIsAProblemAndTheLimitSwitchesAgesOn() {
        runner.withPropertyValues("buffers.instances.orders.health.max-age=1ns").run(context -> {
            assertThat(buffer(context, "orders").offer(1)).isTrue();
            assertThat(buffer(context, "rows").offer(1)).isTrue();
            assertDown(health(context), "orders", "too-old");
            assertThat(buffer(context, "rows").stats().oldestAgeNanos()).isEmpty();
            assertThat(buffer(context, "orders").poll()).isEqualTo(1);
            assertUp(health(context));
        });
    }

    /* Fails until it is cured. */
    private static BufferListenerContainer failedListener(ApplicationContext context, AtomicBoolean cured) {
        ListenerSpec spec = ListenerSpec.builder("ship", "orders")
                .onFailure(OnFailure.STOP)
                .retry(RetryPolicy.builder().maxRetries(0).build())
                .build();
        BufferListenerContainer ship = context.getBean(BufferListeners.class).register(spec, order -> {
            if (!cured.get()) {
                throw new IllegalStateException("secret");
            }
            return null;
        });
        ship.start();
        assertThat(buffer(context, "orders").offer("order")).isTrue();
        await("the listener to fail").until(() -> ship.state() == ListenerState.FAILED);
        return ship;
    }

    @Test
    void aListenerThatHasFailedIsAProblemUntilItIsStartedAgain() {
        runner.run(context -> {
            AtomicBoolean cured = new AtomicBoolean();
            BufferListenerContainer ship = failedListener(context, cured);
            Health health = health(context);
            assertDown(health, "orders", "listener-failed");
            assertThat(details(health, "orders").get("failedListeners")).isEqualTo(List.of("ship"));
            assertThat(health.toString()).doesNotContain("secret");
            cured.set(true);
            ship.start();
            assertUp(health(context));
        });
    }

    @Test
    void aFailedListenerThatIsRemovedIsForgotten() {
        runner.run(context -> {
            BufferListenerContainer ship = failedListener(context, new AtomicBoolean());
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(context.getBean(BufferListeners.class).remove("ship")).isSameAs(ship);
            assertUp(health(context));
        });
    }

    @Test
    void theQueueOfAnExecutorIsABufferToo() {
        runner.withPropertyValues(
                        "buffers.instances.mails.capacity=1",
                        "buffers.instances.mails.executor.concurrency=1",
                        "buffers.instances.mails.executor.when-full=reject",
                        "buffers.instances.mails.stalled-after=1ns",
                        "buffers.instances.mails.health.saturated-after=1ns")
                .run(context -> {
                    CountDownLatch begun = new CountDownLatch(1);
                    CountDownLatch end = new CountDownLatch(1);
                    Executor executor = context.getBean("mailsExecutor", Executor.class);
                    executor.execute(() -> {
                        begun.countDown();
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    begun.await();
                    assertUp(health(context));
                    executor.execute(() -> {});
                    assertDown(health(context), "mails", "saturated");
                    end.countDown();
                    await("the queue to be empty")
                            .until(() -> buffer(context, "mails").size() == 0);
                    assertUp(health(context));
                });
    }

    @Test
    void buffersComeAndGoAtRunTimeWithTheirProblems() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            BlockBuffer<Integer> late = new BlockBuffer<>(1);
            registry.register(new BufferEntry("late", late));
            assertUp(health(context));
            late.closeWithError(new IllegalStateException());
            assertDown(health(context), "late", "closed-with-error");
            assertThat(registry.unregister("late")).isTrue();
            assertUp(health(context));
            assertThat(health(context).getDetails()).containsOnlyKeys("orders", "rows");
            registry.register(new BufferEntry("late", new BlockBuffer<>(1)));
            assertUp(health(context));
            assertThat(health(context).getDetails()).containsOnlyKeys("late", "orders", "rows");
        });
    }

    @Test
    void anOwnBeanHasTheDefaults() {
        runner.withBean(
                        "own",
                        RingBuffer.class,
                        () -> Buffer.builder().trackAge(true).ring(3))
                .withPropertyValues("buffers.defaults.health.max-age=1ns")
                .run(context -> {
                    assertThat(buffer(context, "own").offer(1)).isTrue();
                    assertDown(health(context), "own", "too-old");
                });
    }

    @Test
    void mockedAndFailingBuffersAreUnknownAndSpoilNothing() {
        runner.withBean("mocked", BlockBuffer.class, () -> mock(BlockBuffer.class))
                .withBean(
                        "failing",
                        StreamingBuffer.class,
                        () -> mock(Buffer.class, call -> {
                            if (call.getMethod().getDeclaringClass() == Object.class) {
                                return call.callRealMethod();
                            }
                            throw new AbstractMethodError("on purpose");
                        }))
                .run(context -> {
                    Health health = health(context);
                    assertUp(health);
                    assertThat(details(health, "mocked").get("status")).isEqualTo("UNKNOWN");
                    assertThat(details(health, "failing").get("status")).isEqualTo("UNKNOWN");
                    buffer(context, "orders").closeWithError(null);
                    assertUp(health(context));
                    buffer(context, "rows").closeWithError(new IllegalStateException());
                    assertDown(health(context), "rows", "closed-with-error");
                });
    }
}
