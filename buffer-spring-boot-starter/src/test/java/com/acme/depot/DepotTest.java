package com.acme.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferReader;
import io.github.buffer4j.spring.redis.BufferUnavailableException;
import io.github.buffer4j.spring.test.BufferTester;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** The application of docs/shared.md, without a server. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "spring.config.location=classpath:com/acme/depot/",
            "buffers.instances.orders.backend=memory",
            "management.health.redis.enabled=false"
        })
class DepotTest {

    @MockitoBean
    private Carrier carrier;

    @Autowired
    private OrderController controller;

    @Autowired
    private Buffer<Order> orders;

    @Autowired
    private BufferTester buffers;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({OrderController.class, OrderListener.class})
    static class Depot {}

    @Test
    void theBufferIsInMemory() throws InterruptedException {
        assertThat(orders).isInstanceOf(BlockBuffer.class);
        controller.accept(new Order(1));
        buffers.awaitDrained("orders");
        verify(carrier).ship(new Order(1));
    }

    @Test
    void aReaderGoesOnAfterAnOutage() throws InterruptedException {
        BufferReader<Order> absent = mock();
        List<Order> shipped = new ArrayList<>();
        willThrow(new BufferUnavailableException("The server is away", null, 0))
                .willAnswer(call -> {
                    call.<Consumer<Order>>getArgument(0).accept(new Order(1));
                    return null;
                })
                .given(absent)
                .forEach(any());
        new OrderReader(absent, shipped::add).work();
        assertThat(shipped).containsExactly(new Order(1));
    }
}
