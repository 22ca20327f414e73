package io.github.buffer4j.spring.pipeline;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.spring.BufferCustomizer;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListener;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;

/** An application that uses buffers with its own classes, and ends. Started in a class loader that is dropped. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class RestartedApplication {

    private final CountDownLatch shipped = new CountDownLatch(2);

    /**
     * Runs it once.
     *
     * @param properties the properties, with buffers or without
     */
    public static void run(String... properties) throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(RestartedApplication.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run()) {
            if (context.containsBean("orders")) {
                context.getBean(RestartedApplication.class).use(context);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void use(ConfigurableApplicationContext context) throws Exception {
        ((Buffer<Order>) context.getBean("orders", Buffer.class)).add(new Order(1));
        Buffer<Order> created = context.getBean(BufferRegistry.class).create("orders-1", "orders");
        created.add(new Order(2));
        context.getBean("mailExecutor", AsyncTaskExecutor.class)
                .submitCompletable(shipped::countDown)
                .get();
        shipped.await();
    }

    @BufferListener(buffer = "orders", id = "ship", orderedBy = "number")
    void ship(Order order) {
        shipped.countDown();
    }

    @Bean
    BufferCustomizer customizer() {
        return (name, builder) -> {};
    }

    @Bean
    DropListener<Order> lost() {
        return (order, reason) -> {};
    }

    /**
     * An order.
     *
     * @param number its number
     */
    public record Order(int number) {}
}
