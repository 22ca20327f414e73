package io.github.buffer4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListeners;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Buffers in a slice, with the listeners of its own beans. */
@WebMvcTest(
        properties = {
            "buffers.instances.orders.element-type=java.lang.String",
            "buffers.listeners.show.concurrency=2",
            "buffers.listeners.ship.concurrency=2"
        })
@AutoConfigureBuffers
@Import(AutoConfigureBuffersTest.Page.class)
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class AutoConfigureBuffersTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    BufferTester buffers;

    @Autowired
    MockMvcTester mvc;

    @Autowired
    Page page;

    @Test
    void theSliceHasBuffersAndATesterAndTheListenersOfItsBeans(
            @Autowired BufferListeners listeners, CapturedOutput output) {
        assertThat(listeners.ids()).containsExactly("show");
        assertThat(mvc.get().uri("/order")).hasStatusOk();
        buffers.awaitDrained("orders");
        assertThat(page.shown).containsExactly("an order");
        assertThat(output).contains("Ids under 'buffers.listeners' that no method with @BufferListener has: ship");
        assertThat(context.containsBean("buffersEndpoint")).isFalse();
        assertThat(context.containsBean("bufferMeterBinder")).isFalse();
    }

    @RestController
    static class Page {

        private final BufferWriter<String> orders;
        final List<String> shown = new CopyOnWriteArrayList<>();

        Page(BufferWriter<String> orders) {
            this.orders = orders;
        }

        @GetMapping("/order")
        void order() throws InterruptedException {
            orders.add("an order");
        }

        @BufferListener(buffer = "orders", id = "show")
        void show(String order) {
            shown.add(order);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}
}
