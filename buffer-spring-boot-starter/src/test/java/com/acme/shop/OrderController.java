package com.acme.shop;

import io.github.buffer4j.BufferWriter;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

// docs/http-producers.md
@RestController
class OrderController {

    private final BufferWriter<Order> orders;
    private final Duration maxWait;

    OrderController(BufferWriter<Order> orders, @Value("${shop.max-wait:2s}") Duration maxWait) {
        this.orders = orders;
        this.maxWait = maxWait;
    }

    @PostMapping("/orders")
    ResponseEntity<Void> post(@RequestBody Order order) throws InterruptedException {
        if (orders.offer(order, maxWait)) {
            return ResponseEntity.accepted().build();
        }
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .build();
    }
}
// end
