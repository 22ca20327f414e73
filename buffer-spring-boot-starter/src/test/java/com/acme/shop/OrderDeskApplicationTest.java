package com.acme.shop;

import static org.mockito.Mockito.verify;

import io.github.buffer4j.spring.test.BufferTester;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@ShopProperties
// docs/testing.md
@SpringBootTest
class OrderDeskApplicationTest {

    @MockitoBean
    Carrier carrier;

    @Autowired
    OrderDesk desk;

    @Test
    void shipsAnOrder(@Autowired BufferTester buffers) throws InterruptedException {
        desk.accept(new Order(1));
        buffers.awaitDrained("orders");
        verify(carrier).ship(new Order(1));
    }
}
// end
