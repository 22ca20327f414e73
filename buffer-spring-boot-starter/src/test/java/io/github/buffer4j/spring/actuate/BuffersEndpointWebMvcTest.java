package io.github.buffer4j.spring.actuate;

import org.springframework.boot.WebApplicationType;

class BuffersEndpointWebMvcTest extends BuffersEndpointContract {

    BuffersEndpointWebMvcTest() {
        super(WebApplicationType.SERVLET);
    }
}
