package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

import io.github.buffer4j.BufferWriter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

// docs/testing.md
@WebMvcTest(OrderController.class)
class MockedBufferTest {

    @MockitoBean
    BufferWriter<Order> orders;

    @Autowired
    MockMvcTester mvc;

    @Test
    void acceptsWhatTheBufferTakes() throws InterruptedException {
        given(orders.offer(any(), any())).willReturn(true);
        assertThat(mvc.post()
                        .uri("/orders")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"number\":1}"))
                .hasStatus(HttpStatus.ACCEPTED);
    }
}
// end
