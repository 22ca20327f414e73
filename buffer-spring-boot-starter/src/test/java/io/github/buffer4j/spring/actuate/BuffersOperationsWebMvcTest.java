package io.github.buffer4j.spring.actuate;

import static io.github.buffer4j.spring.listener.ListenerStart.MANUAL;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.buffer4j.spring.listener.ListenerSpec;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class BuffersOperationsWebMvcTest extends BuffersOperationsContract {

    private static final String USER = "eve\r\nINFO\u2028" + "x".repeat(200);

    BuffersOperationsWebMvcTest() {
        super(WebApplicationType.SERVLET);
    }

    @Test
    void logsTheUserOnOneShortLine(CapturedOutput output) throws Exception {
        start(UNRESTRICTED, "spring.main.sources=" + Login.class.getName());
        send("DELETE", "/orders");
        send("POST", "/orders", "{\"capacity\": 5}");
        listeners()
                .register(ListenerSpec.builder("store", "orders").start(MANUAL).build(), element -> null);
        send("POST", "/orders", "{\"listener\": \"store\", \"paused\": true}");
        String user = "'eve??INFO?" + "x".repeat(90) + "…'";
        assertThat(output.getOut().lines().filter(line -> line.contains("was reset")))
                .singleElement(as(STRING))
                .endsWith("Buffer 'orders' was reset by " + user + ": 0 elements discarded");
        assertThat(output.getOut().lines().filter(line -> line.contains("was resized")))
                .singleElement(as(STRING))
                .endsWith("Buffer 'orders' was resized by " + user + ": from 8 to 5");
        assertThat(output.getOut().lines().filter(line -> line.contains("which a pause")))
                .singleElement(as(STRING))
                .endsWith("Listener 'store' of buffer 'orders' is STOPPED, which a pause by " + user
                        + " does not change");
    }

    @Configuration(proxyBeanMethods = false)
    static class Login {

        @Bean
        Filter login() {
            return (request, response, chain) -> chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {

                        @Override
                        public Principal getUserPrincipal() {
                            return () -> USER;
                        }
                    },
                    response);
        }
    }
}
