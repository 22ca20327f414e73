package io.github.buffer4j.spring.actuate;

import org.springframework.boot.WebApplicationType;

class BuffersOperationsWebFluxTest extends BuffersOperationsContract {

    BuffersOperationsWebFluxTest() {
        super(WebApplicationType.REACTIVE);
    }
}
