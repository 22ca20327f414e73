package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EndOrderValidatorTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class));

    @Test
    void aBufferEndsAfterInstancesAndBeans() {
        runner.withBean("mine", Buffer.class, () -> new BlockBuffer<>(1))
                .withPropertyValues("buffers.instances.orders.capacity=1", "buffers.instances.rows.after=orders,mine")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void anUnknownNameIsRejectedWithTheKnownOnes() {
        assertRefused(
                "'buffers.instances.rows.after[1]' with the value 'ordres' (\"buffers.instances.rows.after[1]\" from",
                "no buffer is named 'ordres'",
                "Use one of: mine, orders, rows.",
                "buffers.instances.orders.capacity=1",
                "buffers.instances.rows.after[0]=orders",
                "buffers.instances.rows.after[1]=ordres");
    }

    @Test
    void aCycleIsRefused() {
        assertRefused(
                "'buffers.instances.b.after' with the value 'c'",
                "in a cycle: b after c after b",
                "Remove one of them from the cycle.",
                "buffers.instances.a.after=b",
                "buffers.instances.b.after=c",
                "buffers.instances.c.after=b");
    }

    @Test
    void aBufferDoesNotEndAfterItself() {
        assertRefused(
                "'buffers.instances.a.after[0]'",
                "in a cycle: a after a",
                "Remove one of them from the cycle.",
                "buffers.instances.a.after[0]=a");
    }

    @Test
    void aBufferThatEndsEarlyIsAfterNoOther() {
        assertRefused(
                "'buffers.instances.events.ends' with the value 'early'",
                "a buffer that ends early cannot end after another one",
                "Remove 'ends' or 'after'.",
                "buffers.instances.orders.capacity=1",
                "buffers.instances.events.ends=early",
                "buffers.instances.events.after=orders");
    }

    @Test
    void noBufferIsAfterOneThatEndsEarly() {
        assertRefused(
                "'buffers.instances.rows.after' with the value 'events'",
                "the buffer 'events' ends early, before all buffers that end late",
                "let 'events' end late",
                "buffers.instances.events.ends=early",
                "buffers.instances.rows.after=events");
    }

    private void assertRefused(String key, String reason, String allowed, String... properties) {
        runner.withBean("mine", Buffer.class, () -> new BlockBuffer<>(1))
                .withPropertyValues(properties)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContainingAll(key, reason)
                        .isInstanceOfSatisfying(
                                BufferConfigurationException.class,
                                failure -> assertThat(failure.allowed()).contains(allowed)));
    }
}
