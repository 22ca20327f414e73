package io.github.buffer4j.spring.health;

import static io.github.buffer4j.spring.health.HealthFixture.assertDown;
import static io.github.buffer4j.spring.health.HealthFixture.assertUp;
import static io.github.buffer4j.spring.health.HealthFixture.buffer;
import static io.github.buffer4j.spring.health.HealthFixture.details;
import static io.github.buffer4j.spring.health.HealthFixture.health;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import io.github.buffer4j.spring.listener.OnFailure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.retry.RetryPolicy;

/** The problems of the buffers of real application contexts. */
class BufferHealthIndicatorTest {

    private final ApplicationContextRunner runner = HealthFixture.runner();

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
}
