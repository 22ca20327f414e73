package io.github.buffer4j.spring.actuate;

import org.springframework.boot.WebApplicationType;

class BufferEventsEndpointWebMvcTest extends BufferEventsEndpointContract {

    BufferEventsEndpointWebMvcTest() {
        super(WebApplicationType.SERVLET);
    }
}
