package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferState;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Writers whose only reader dies. */
class DeadReaderTest {

    private final BlockBuffer<Order> orders = new BlockBuffer<>(4);
    private final IllegalStateException failure = new IllegalStateException("The van has broken down");

    @Test
    void writersOfAReaderThatClosesTheBufferGetTheCause() throws Exception {
        FutureTask<Void> writing = write();
        await("a writer to wait").until(() -> orders.stats().writersWaiting() == 1);
        assertThatThrownBy(this::work).isSameAs(failure);
        assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(BufferClosedException.class)
                .hasCause(failure);
    }

    @Test
    void writersOfAReaderThatJustDiesWait() throws Exception {
        FutureTask<Void> writing = write();
        await("a writer to wait").until(() -> orders.stats().writersWaiting() == 1);
        assertThatThrownBy(() -> orders.forEach(this::handle)).isSameAs(failure);
        await("the buffer to be full and a writer to wait")
                .until(() -> orders.size() == 4 && orders.stats().writersWaiting() == 1);
        assertThat(orders.state()).isEqualTo(BufferState.OPEN);
        assertThat(writing).isNotDone();
        orders.close();
    }

    private void work() throws InterruptedException {
        // README.md
        try {
            orders.forEach(this::handle);
        } catch (Throwable e) {
            orders.closeWithError(e);
            throw e;
        }
        // end
    }

    private void handle(Order order) {
        if (order.number() == 3) {
            throw failure;
        }
    }

    private FutureTask<Void> write() {
        FutureTask<Void> writing = new FutureTask<>(() -> {
            for (int number = 0; number < 100; number++) {
                orders.add(new Order(number));
            }
            return null;
        });
        new Thread(writing).start();
        return writing;
    }
}
