package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatientDeskTest {

    private final BlockBuffer<Order> orders = new BlockBuffer<>(8);
    private final BlockBuffer<Order> failedOrders = new BlockBuffer<>(1);
    private final List<Order> shipped = new ArrayList<>();
    private final PatientDesk desk = new PatientDesk(orders, failedOrders, this::ship);

    @Test
    void anOrderThatFailsDoesNotStopTheOthers() throws InterruptedException {
        orders.write(new Order[] {new Order(1), new Order(-2), new Order(3)});
        orders.closeWrite();
        desk.work();
        assertThat(shipped).containsExactly(new Order(1), new Order(3));
        assertThat(failedOrders.snapshot()).containsExactly(new Order(-2));
    }

    @Test
    void theDeskGivesUpWhenThereIsNoPlaceForAFailedOrder() throws InterruptedException {
        orders.write(new Order[] {new Order(-1), new Order(-2), new Order(3)});
        assertThatThrownBy(desk::work).hasMessage("No order -2");
        assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
        assertThat(orders.error()).hasMessage("No order -2");
    }

    private void ship(Order order) {
        if (order.number() < 0) {
            throw new IllegalArgumentException("No order " + order.number());
        }
        shipped.add(order);
    }
}
