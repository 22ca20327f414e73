package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The limits of the shutdown guarantee that docs/operations.md documents. */
@ExtendWith(OutputCaptureExtension.class)
class LimitsTest {

    private final CountDownLatch back = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final ApplicationContextRunner shop = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.instances.orders.element-type=com.acme.shop.Order",
                    "buffers.instances.orders.drain-timeout=200ms");

    @AfterEach
    void end() {
        back.countDown();
        threads.shutdown();
    }

    @Test
    void whatAReaderHasHandedToAnotherThreadIsNeitherWaitedForNorCounted(CapturedOutput output) {
        shop.run(context -> {
            BlockBuffer<Order> orders = orders(context.getBean(BlockBuffer.class));
            threads.execute(() -> forEach(orders, order -> threads.execute(this::awaitBack)));
            orders.add(new Order(1));
            awaitIdle(orders);
        });
        assertThat(back.getCount()).isEqualTo(1);
        assertThat(output).doesNotContain("Buffer 'orders' was closed");
    }

    @Test
    void aStreamThatIsCutShortAndNotClosedIsWaitedFor(CapturedOutput output) {
        shop.run(context -> {
            BlockBuffer<Order> orders = orders(context.getBean(BlockBuffer.class));
            orders.add(new Order(1));
            threads.execute(() -> {
                assertThat(orders.stream().findFirst()).isPresent();
                awaitBack();
            });
            await("an order to be read").until(() -> orders.stats().read() == 1);
        });
        assertThat(output).contains("Buffer 'orders' was closed with 1 elements still being processed by");
    }

    @Test
    void aStreamThatIsCutShortAndClosedIsNotWaitedFor(CapturedOutput output) {
        CountDownLatch closed = new CountDownLatch(1);
        shop.run(context -> {
            BlockBuffer<Order> orders = orders(context.getBean(BlockBuffer.class));
            orders.add(new Order(1));
            threads.execute(() -> {
                try (var stream = orders.stream()) {
                    assertThat(stream.findFirst()).isPresent();
                }
                closed.countDown();
                awaitBack();
            });
            closed.await();
        });
        assertThat(output).doesNotContain("Buffer 'orders' was closed");
    }

    @Test
    void aBatchWhoseThreadHasEndedIsNotCounted(CapturedOutput output) {
        shop.run(context -> {
            BlockBuffer<Order> orders = orders(context.getBean(BlockBuffer.class));
            orders.write(new Order[] {new Order(1), new Order(2)});
            Thread reader = new Thread(
                    () -> assertThat(orders.drainTo(new ArrayList<>(), 2)).isEqualTo(2));
            reader.start();
            reader.join();
        });
        assertThat(output).doesNotContain("Buffer 'orders' was closed");
    }

    private static void awaitIdle(BlockBuffer<Order> orders) {
        await("the reader to come back for the next order")
                .until(() -> orders.stats().read() == 1 && orders.stats().readersWaiting() == 1);
    }

    private void awaitBack() {
        try {
            back.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forEach(BlockBuffer<Order> orders, Consumer<Order> action) {
        try {
            orders.forEach(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked")
    private static BlockBuffer<Order> orders(BlockBuffer<?> orders) {
        return (BlockBuffer<Order>) orders;
    }
}
