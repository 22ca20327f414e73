package io.github.buffer4j.spring.actuate;

import org.springframework.boot.WebApplicationType;

class BuffersEndpointWebFluxTest extends BuffersEndpointContract {

    BuffersEndpointWebFluxTest() {
        super(WebApplicationType.REACTIVE);
    }
}
