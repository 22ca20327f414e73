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

        FutureTask<Void> writing = task(() -> {
            desk.accept(new Order(1));
            desk.accept(new Order(2));
        });
        await("the second order to wait for room").until(() -> orders.stats().writersWaiting() == 1);

        FutureTask<Void> working = task(desk::work);
        writing.get(10, TimeUnit.SECONDS);
        orders.closeWrite();
        assertThat(orders.awaitDrained(Duration.ofSeconds(10))).isTrue(); // the desk has taken all orders
        working.get(10, TimeUnit.SECONDS); // and shipped them

        assertThat(shipped).containsExactly(new Order(1), new Order(2));
    }

    interface Step {

        void run() throws InterruptedException;
    }

    private static FutureTask<Void> task(Step step) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            step.run();
            return null;
        });
        new Thread(task).start();
        return task;
    }
    // end

    /* A drained buffer does not imply that all elements were handled. */
    @Test
    void aDrainedBufferMayHaveItsLastElementInAHand() throws Exception {
        BlockBuffer<Order> orders = new BlockBuffer<>(1);
        CompletableFuture<Void> arrival = new CompletableFuture<>();
        OrderDesk desk = new OrderDesk(orders, order -> arrival.join());
        FutureTask<Void> working = task(desk::work);
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
