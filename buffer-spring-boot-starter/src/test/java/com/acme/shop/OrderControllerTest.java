package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.test.AutoConfigureBuffers;
import io.github.buffer4j.spring.test.BufferTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ShopProperties
// docs/testing.md
@WebMvcTest(
        controllers = OrderController.class,
        properties = {"buffers.instances.orders.capacity=1", "shop.max-wait=10ms"})
@AutoConfigureBuffers
class OrderControllerTest {

    @Autowired
    MockMvcTester mvc;

    @Autowired
    Buffer<Order> orders;

    @Autowired
    BufferTester buffers;

    @AfterEach
    void emptyTheBuffer() {
        buffers.reset("orders");
    }

    @Test
    void acceptsAnOrder() {
        assertThat(post(1)).hasStatus(HttpStatus.ACCEPTED);
        assertThat(orders.snapshot()).containsExactly(new Order(1));
    }

    @Test
    void refusesAnOrderWhileTheBufferIsFull() {
        orders.offer(new Order(1));
        assertThat(post(2)).hasStatus(HttpStatus.SERVICE_UNAVAILABLE).hasHeader(HttpHeaders.RETRY_AFTER, "5");
    }

    private MvcTestResult post(int number) {
        return mvc.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"number\":" + number + "}")
                .exchange();
    }
}
// end
