package com.acme.shipping;

import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.DeadLetter;
import io.github.buffer4j.spring.listener.Retry;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;

// docs/listeners.md
@Component
class Shipping {

    private final Carrier carrier;
    private final Returns returns;

    Shipping(Carrier carrier, Returns returns) {
        this.carrier = carrier;
        this.returns = returns;
    }

    /* Four orders at once, those of one customer one after the other. */
    @BufferListener(buffer = "orders", sendTo = "parcels", orderedBy = "customerId", concurrency = "4")
    Parcel pack(Order order) {
        return new Parcel(order);
    }

    /* Three tries if the carrier cannot be reached, and one after any other exception. */
    @BufferListener(
            buffer = "parcels",
            id = "ship",
            retry = @Retry(maxRetries = "2", exceptionIncludes = IOException.class),
            deadLetter = "unshipped")
    void ship(Parcel parcel) throws IOException {
        carrier.ship(parcel);
    }

    /* Batches of what has arrived within 50 ms, 100 at most. */
    @BufferListener(buffer = "unshipped", batch = "100", linger = "50ms")
    void takeBack(List<DeadLetter<Parcel>> letters) {
        returns.add(letters);
    }
}
// end
