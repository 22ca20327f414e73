package com.acme.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The buffers at run time of the documentation. */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.config.location=classpath:com/acme/tenants/")
class TenantsTest {

    private static final int MANY = 2_000;

    @Autowired
    private Tenants tenants;

    @Autowired
    private BufferRegistry buffers;

    @Autowired
    private BufferListeners listeners;

    @Autowired
    private SimpleMeterRegistry meters;

    @Autowired
    private Application application;

    @Test
    void ordersOfATenantAreShippedBeforeItsBufferIsRemoved() throws InterruptedException {
        BufferWriter<Order> acme = tenants.open("acme");
        assertThat(meters.get("buffer.size")
                        .tags("name", "orders-acme", "tenant", "acme")
                        .gauges())
                .hasSize(1);
        for (int number = 0; number < MANY; number++) {
            acme.add(new Order(number));
        }
        tenants.close("acme");
        await("the last order to be shipped").until(() -> application.shipped.size() == MANY);
        assertThat(application.shipped)
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(Order::new).toList());
        assertThat(buffers.names()).isEmpty();
        assertThat(listeners.ids()).isEmpty();
        assertThat(meters.find("buffer.size").gauges()).isEmpty();
        assertThatThrownBy(() -> acme.add(new Order(0))).isInstanceOf(BufferClosedException.class);
        tenants.open("acme");
        tenants.close("acme");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Tenants.class)
    static class Application {

        final List<Order> shipped = new CopyOnWriteArrayList<>();

        @Bean
        SimpleMeterRegistry simpleMeterRegistry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Carrier carrier() {
            return order -> {
                shipped.add(order);
                return shipped.size();
            };
        }
    }
}
