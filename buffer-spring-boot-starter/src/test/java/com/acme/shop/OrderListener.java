package com.acme.shop;

import io.github.buffer4j.spring.listener.BufferListener;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

@Profile("listener")
// README.md
@Component
class OrderListener {

    private final Carrier carrier;

    OrderListener(Carrier carrier) {
        this.carrier = carrier;
    }

    @BufferListener("orders")
    void ship(Order order) {
        carrier.ship(order);
    }
}
// end
