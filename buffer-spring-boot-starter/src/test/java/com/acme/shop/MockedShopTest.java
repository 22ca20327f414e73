package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferWriter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** A mock of the buffer's class replaces the bean wherever it is injected, as docs/testing.md documents. */
@ShopProperties
@SpringBootTest
class MockedShopTest {

    @MockitoBean
    BlockBuffer<Order> orders;

    @MockitoBean
    Carrier carrier;

    @Autowired
    BufferWriter<Order> writer;

    @Autowired
    OrderDesk desk;

    @Test
    void theMockIsInjectedEverywhere() throws InterruptedException {
        assertThat(writer).isSameAs(orders);
        desk.accept(new Order(1));
        verify(orders).add(new Order(1));
        verify(orders, timeout(10_000)).forEach(any());
    }
}
