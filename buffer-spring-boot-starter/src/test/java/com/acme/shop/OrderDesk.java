package com.acme.shop;

import io.github.buffer4j.BlockBuffer;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

@Profile("!listener")
// README.md
@Component
class OrderDesk {

    private final BlockBuffer<Order> orders;
    private final Carrier carrier;

    OrderDesk(BlockBuffer<Order> orders, Carrier carrier) {
        this.orders = orders;
        this.carrier = carrier;
    }

    void accept(Order order) throws InterruptedException {
        orders.add(order); // waits while 512 orders are unread
    }

    @Async
    @EventListener(ApplicationReadyEvent.class)
    void work() throws InterruptedException {
        try {
            orders.forEach(carrier::ship); // until the stream ends
        } catch (Throwable e) {
            orders.closeWithError(e); // or writers would wait for ever
            throw e;
        }
    }
}
// end
