package com.acme.shop;

import io.github.buffer4j.BufferWriter;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Accepts orders over HTTP while there is room for them; for WebMVC and for WebFlux. */
@RestController
class OrderController {

    private final BufferWriter<Order> orders;

    OrderController(BufferWriter<Order> orders) {
        this.orders = orders;
    }

    @PostMapping("/orders/{number}")
    ResponseEntity<Void> accept(@PathVariable int number) {
        boolean accepted = orders.offer(new Order(number));
        return ResponseEntity.status(accepted ? HttpStatus.ACCEPTED : HttpStatus.SERVICE_UNAVAILABLE)
                .build();
    }
}
