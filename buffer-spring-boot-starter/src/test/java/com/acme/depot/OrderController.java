package com.acme.depot;

import io.github.buffer4j.BufferWriter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

// docs/shared.md
@RestController
class OrderController {

    private final BufferWriter<Order> orders;

    OrderController(BufferWriter<Order> orders) {
        this.orders = orders;
    }

    @PostMapping("/orders")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void accept(@RequestBody Order order) throws InterruptedException {
        orders.add(order); // waits while 512 orders are unread
    }
}
// end
