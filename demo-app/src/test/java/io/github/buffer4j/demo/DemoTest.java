package io.github.buffer4j.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test of the whole application over HTTP. All of them share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:demo;DB_CLOSE_DELAY=-1;LAZY_QUERY_EXECUTION=1",
            "spring.test.metrics.export=true",
            "server.tomcat.connection-timeout=2s",
            "demo.alerts.heartbeat=100ms",
            "demo.alerts.max-listeners=3",
            "demo.live.heartbeat=100ms",
            "demo.live.max-listeners=3",
            "demo.hosts=Demo.Example,[2001:db8::1]",
            "demo.operator.password=" + DemoTest.PASSWORD
        })
public @interface DemoTest {

    String PASSWORD = "let me in";
}
