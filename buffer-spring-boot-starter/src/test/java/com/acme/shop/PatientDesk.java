package com.acme.shop;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferWriter;

/** A reader that survives an order that cannot be shipped. */
class PatientDesk {

    private final BlockBuffer<Order> orders;
    private final BufferWriter<Order> failedOrders;
    private final Carrier carrier;

    PatientDesk(BlockBuffer<Order> orders, BufferWriter<Order> failedOrders, Carrier carrier) {
        this.orders = orders;
        this.failedOrders = failedOrders;
        this.carrier = carrier;
    }

    // docs/operations.md
    void work() throws InterruptedException {
        try {
            orders.forEach(this::ship);
        } catch (Throwable e) {
            orders.closeWithError(e);
            throw e;
        }
    }

    private void ship(Order order) {
        try {
            carrier.ship(order);
        } catch (RuntimeException e) {
            if (!failedOrders.offer(order)) {
                throw e; // nobody would hear of the order
            }
        }
    }
    // end
}
