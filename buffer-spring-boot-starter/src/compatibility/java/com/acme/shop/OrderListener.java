package com.acme.shop;

import io.github.buffer4j.spring.listener.BufferListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Handles the orders of the buffer, and keeps them for the checks. */
@Component
class OrderListener {

    private final BlockingQueue<Order> handled = new LinkedBlockingQueue<>();

    @BufferListener("orders")
    void handle(Order order) {
        handled.add(order);
    }

    /** Returns the next order that was handled, or null if there is none for a minute. */
    Order next() throws InterruptedException {
        return handled.poll(1, TimeUnit.MINUTES);
    }
}
