package io.github.buffer4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.listener.BufferListener;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

/** Test methods share an application context, and each has a tester of its own. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "buffers.instances.orders.element-type=java.lang.String")
class SharedContextTest {

    private static final int METHODS = 20;
    private static final Set<ApplicationContext> CONTEXTS = new HashSet<>();
    private static final Set<BufferTester> TESTERS = new HashSet<>();

    @Autowired
    ApplicationContext context;

    @Autowired
    BufferTester buffers;

    @Autowired
    BufferWriter<String> orders;

    @Autowired
    Shipping shipping;

    @RepeatedTest(METHODS)
    void eachMethodCountsFromItsBeginning() throws InterruptedException {
        CONTEXTS.add(context);
        TESTERS.add(buffers);
        assertThat(buffers.handled("ship")).isZero();
        int before = shipping.shipped.get();
        orders.add("an order");
        orders.add("an order");
        buffers.awaitHandled("ship", 2);
        assertThat(shipping.shipped).hasValue(before + 2);
        buffers.awaitDrained("orders");
    }

    @AfterAll
    static void allHadTheSameContext() {
        assertThat(CONTEXTS).hasSize(1);
        assertThat(TESTERS).hasSize(METHODS);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Shipping.class)
    static class Application {}

    static class Shipping {

        final AtomicInteger shipped = new AtomicInteger();

        @BufferListener(buffer = "orders", id = "ship")
        void ship(String order) {
            shipped.incrementAndGet();
        }
    }
}
