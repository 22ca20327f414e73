package com.acme.depot;

import io.github.buffer4j.spring.listener.BufferListener;
import org.springframework.stereotype.Component;

// docs/shared.md
@Component
class OrderListener {

    private final Carrier carrier;

    OrderListener(Carrier carrier) {
        this.carrier = carrier;
    }

    @BufferListener(buffer = "orders", concurrency = "4")
    void ship(Order order) {
        carrier.ship(order);
    }
}
// end
