package com.acme.tenants;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

// docs/configuration.md
@Component
class Tenants {

    private final BufferRegistry buffers;
    private final BufferListeners listeners;
    private final Carrier carrier;

    Tenants(BufferRegistry buffers, BufferListeners listeners, Carrier carrier) {
        this.buffers = buffers;
        this.listeners = listeners;
        this.carrier = carrier;
    }

    BufferWriter<Order> open(String tenant) {
        String name = "orders-" + tenant;
        Buffer<Order> orders = buffers.create(name, "orders", Map.of("tenant", tenant));
        listeners.register(ListenerSpec.builder(name, name).build(), (Order order) -> carrier.ship(order));
        return orders;
    }

    void close(String tenant) throws InterruptedException {
        String name = "orders-" + tenant;
        StreamingBuffer orders = buffers.get(name).buffer();
        orders.closeWrite();
        orders.awaitDrained(Duration.ofSeconds(20));
        listeners.remove(name);
        buffers.remove(name);
    }
}
// end
