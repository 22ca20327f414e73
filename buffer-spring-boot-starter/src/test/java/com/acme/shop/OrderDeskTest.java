package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrderDeskTest {

    // docs/testing.md
    @Test
    void shipsWhatIsInTheBuffer() throws InterruptedException {
        BlockBuffer<Order> orders = new BlockBuffer<>(16);
        List<Order> shipped = new CopyOnWriteArrayList<>();
        OrderDesk desk = new OrderDesk(orders, shipped::add);

        desk.accept(new Order(1));
        desk.accept(new Order(2));
        orders.closeWrite();
        desk.work(); // returns at the end of the stream

        assertThat(shipped).containsExactly(new Order(1), new Order(2));
    }
    // end

    // docs/testing.md
    @Test
    void closesTheBufferWhenTheCarrierFails() {
        BlockBuffer<Order> orders = new BlockBuffer<>(16);
        IllegalStateException failure = new IllegalStateException("The van has broken down");
        OrderDesk desk = new OrderDesk(orders, order -> {
            throw failure;
        });

        orders.offer(new Order(1));

        assertThatThrownBy(desk::work).isSameAs(failure);
        assertThatThrownBy(() -> desk.accept(new Order(2)))
                .isInstanceOf(BufferClosedException.class)
                .hasCause(failure);
    }
    // end

    // docs/testing.md
    @Test
    void shipsWhileOthersWrite() throws Exception {
        BlockBuffer<Order> orders = new BlockBuffer<>(1);
        List<Order> shipped = new CopyOnWriteArrayList<>();
        OrderDesk desk = new OrderDesk(orders, shipped::add);
        FutureTask<Void> working = new FutureTask<>(() -> {
            desk.work();
            return null;
        });
        new Thread(working).start();

        desk.accept(new Order(1));
        desk.accept(new Order(2));
        assertThat(orders.awaitIdle(Duration.ofSeconds(10))).isTrue(); // the desk has shipped all orders
        assertThat(shipped).containsExactly(new Order(1), new Order(2));

        orders.closeWrite();
        working.get(10, TimeUnit.SECONDS); // it leaves at the end of the stream
    }
    // end

    /* A drained buffer does not imply that all elements were handled. */
    @Test
    void aDrainedBufferMayHaveItsLastElementInAHand() throws Exception {
        BlockBuffer<Order> orders = new BlockBuffer<>(1);
        CompletableFuture<Void> arrival = new CompletableFuture<>();
        OrderDesk desk = new OrderDesk(orders, order -> arrival.join());
        FutureTask<Void> working = new FutureTask<>(() -> {
            desk.work();
            return null;
        });
        new Thread(working).start();
        orders.add(new Order(1));
        orders.closeWrite();
        assertThat(orders.awaitDrained(Duration.ofSeconds(10))).isTrue();
        assertThat(working).isNotDone();
        arrival.complete(null);
        working.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aDeskThatIsInterruptedClosesTheBuffer() throws Exception {
        BlockBuffer<Order> orders = new BlockBuffer<>(1);
        OrderDesk desk = new OrderDesk(orders, order -> {});
        FutureTask<Void> working = new FutureTask<>(() -> {
            desk.work();
            return null;
        });
        Thread thread = new Thread(working);
        thread.start();
        await("the desk to wait for an order").until(() -> orders.stats().readersWaiting() == 1);
        thread.interrupt();
        assertThatThrownBy(() -> working.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
    }
}
