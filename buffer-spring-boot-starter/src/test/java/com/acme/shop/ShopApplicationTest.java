package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.verify;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.test.BufferTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@ShopProperties
@ActiveProfiles("listener")
// docs/testing.md
@SpringBootTest(properties = "buffers.defaults.listener.retry.max-retries=0")
class ShopApplicationTest {

    @MockitoBean
    Carrier carrier;

    @Autowired
    Buffer<Order> orders;

    @Autowired
    BufferTester buffers;

    @AfterEach
    void leaveNothing() {
        buffers.resume("orderListener-ship");
        buffers.reset("orders");
    }

    @Test
    void shipsAnOrder() throws InterruptedException {
        orders.add(new Order(1));
        buffers.awaitDrained("orders");
        verify(carrier).ship(new Order(1));
    }

    @Test
    void shipsTheNextOrderWhenOneIsRefused() throws InterruptedException {
        willThrow(new IllegalStateException("The van is full")).given(carrier).ship(new Order(1));
        orders.add(new Order(1));
        orders.add(new Order(2));
        buffers.awaitHandled("orderListener-ship", 2);
        verify(carrier).ship(new Order(2));
    }

    @Test
    void keepsOrdersUntilTheListenerIsResumed() throws InterruptedException {
        buffers.pause("orderListener-ship");
        orders.add(new Order(1));
        assertThat(orders.snapshot()).containsExactly(new Order(1));

        buffers.resume("orderListener-ship");
        buffers.awaitDrained("orders");
        verify(carrier).ship(new Order(1));
    }
}
// end
