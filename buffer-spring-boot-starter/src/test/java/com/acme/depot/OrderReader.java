package com.acme.depot;

import io.github.buffer4j.BufferReader;
import io.github.buffer4j.spring.redis.BufferUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

// docs/shared.md
class OrderReader {

    private static final Logger LOGGER = LoggerFactory.getLogger(OrderReader.class);

    private final BufferReader<Order> orders;
    private final Carrier carrier;

    OrderReader(BufferReader<Order> orders, Carrier carrier) {
        this.orders = orders;
        this.carrier = carrier;
    }

    void work() throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            try {
                orders.forEach(carrier::ship);
                ended = true;
            } catch (BufferUnavailableException e) {
                LOGGER.warn("The orders are not available: {}", e.getMessage());
            }
        }
    }
}
// end
