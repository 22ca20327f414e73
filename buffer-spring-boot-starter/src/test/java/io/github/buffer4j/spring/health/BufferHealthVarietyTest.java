package io.github.buffer4j.spring.health;

import static io.github.buffer4j.spring.health.HealthFixture.assertDown;
import static io.github.buffer4j.spring.health.HealthFixture.assertUp;
import static io.github.buffer4j.spring.health.HealthFixture.buffer;
import static io.github.buffer4j.spring.health.HealthFixture.details;
import static io.github.buffer4j.spring.health.HealthFixture.health;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The health of buffers of all origins: at run time, own beans, mocks, and those that fail. */
class BufferHealthVarietyTest {

    private final ApplicationContextRunner runner = HealthFixture.runner();

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
                        BlockBuffer.class,
                        () -> Buffer.builder().trackAge(true).block(3))
                .withPropertyValues("buffers.defaults.health.max-age=1ns")
                .run(context -> {
                    assertThat(buffer(context, "own").offer(1)).isTrue();
                    assertDown(health(context), "own", "too-old");
                });
    }

    @Test
    void aRingBufferForSnapshotsMayHaveOldElements() {
        runner.withPropertyValues(
                        "buffers.defaults.health.max-age=1ns",
                        "buffers.instances.latest.type=ring",
                        "buffers.instances.latest.capacity=2")
                .run(context -> {
                    assertThat(buffer(context, "latest").offer(1)).isTrue();
                    assertThat(buffer(context, "latest").offer(2)).isTrue();
                    assertUp(health(context));
                    assertThat(buffer(context, "latest").poll()).isEqualTo(1);
                    assertDown(health(context), "latest", "too-old");
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
