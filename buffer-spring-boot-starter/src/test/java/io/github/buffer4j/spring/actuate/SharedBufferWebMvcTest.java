package io.github.buffer4j.spring.actuate;

import org.springframework.boot.WebApplicationType;

class SharedBufferWebMvcTest extends SharedBufferContract {

    SharedBufferWebMvcTest() {
        super(WebApplicationType.SERVLET);
    }
}
