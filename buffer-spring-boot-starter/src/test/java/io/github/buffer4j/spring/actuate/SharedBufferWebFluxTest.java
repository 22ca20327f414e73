package io.github.buffer4j.spring.actuate;

import org.springframework.boot.WebApplicationType;

class SharedBufferWebFluxTest extends SharedBufferContract {

    SharedBufferWebFluxTest() {
        super(WebApplicationType.REACTIVE);
    }
}
