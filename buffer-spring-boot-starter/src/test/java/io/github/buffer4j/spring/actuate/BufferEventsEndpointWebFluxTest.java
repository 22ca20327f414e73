package io.github.buffer4j.spring.actuate;

import org.springframework.boot.WebApplicationType;

class BufferEventsEndpointWebFluxTest extends BufferEventsEndpointContract {

    BufferEventsEndpointWebFluxTest() {
        super(WebApplicationType.REACTIVE);
    }
}
