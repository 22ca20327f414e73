package com.acme.shop;

import java.util.concurrent.CompletableFuture;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** Confirms orders in a thread of the executor whose queue is a buffer. */
@Component
class OrderMail {

    @Async("mailExecutor")
    public CompletableFuture<String> confirm(Order order) {
        return CompletableFuture.completedFuture(
                order.number() + " in " + Thread.currentThread().getName());
    }
}
