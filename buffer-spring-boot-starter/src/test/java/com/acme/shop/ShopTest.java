package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The application of the README. */
class ShopTest {

    private static final int MANY = 2_000;

    @Test
    void whatIsAcceptedIsShippedBeforeTheApplicationHasStopped() throws InterruptedException {
        List<Order> shipped = new CopyOnWriteArrayList<>();
        try (ConfigurableApplicationContext context = run(shipped::add)) {
            OrderDesk desk = context.getBean(OrderDesk.class);
            for (int number = 0; number < MANY; number++) {
                desk.accept(new Order(number));
            }
        }
        assertThat(shipped)
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(Order::new).toList());
    }

    @Test
    void writersLearnThatTheCarrierHasFailed() {
        IllegalStateException failure = new IllegalStateException("The van has broken down");
        Carrier carrier = order -> {
            if (order.number() == 3) {
                throw failure;
            }
        };
        try (ConfigurableApplicationContext context = run(carrier)) {
            OrderDesk desk = context.getBean(OrderDesk.class);
            assertThatThrownBy(() -> {
                        for (int number = 0; number < MANY; number++) {
                            desk.accept(new Order(number));
                        }
                    })
                    .isInstanceOf(BufferClosedException.class)
                    .hasCause(failure);
        }
    }

    @Test
    void theDeskWorksInAThreadOfTheExecutor() throws InterruptedException {
        List<String> threads = new CopyOnWriteArrayList<>();
        try (ConfigurableApplicationContext context =
                run(order -> threads.add(Thread.currentThread().getName()))) {
            context.getBean(OrderDesk.class).accept(new Order(1));
            await("the order to be shipped")
                    .untilAsserted(() -> assertThat(threads).hasSize(1));
            assertThat(threads.get(0)).startsWith("task-");
            assertThat(context.getBean("orders", BlockBuffer.class).capacity()).isEqualTo(512);
        }
    }

    @Test
    void theListenerShipsWhatIsAcceptedBeforeTheApplicationHasStopped() throws InterruptedException {
        List<Order> shipped = new CopyOnWriteArrayList<>();
        try (ConfigurableApplicationContext context = run(shipped::add, "listener")) {
            for (int number = 0; number < MANY; number++) {
                orders(context).add(new Order(number));
            }
        }
        assertThat(shipped)
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(Order::new).toList());
    }

    @Test
    void theListenerTriesAnOrderAgain() {
        List<Order> tried = new CopyOnWriteArrayList<>();
        Carrier carrier = order -> {
            tried.add(order);
            if (tried.size() == 1) {
                throw new IllegalStateException("The van has broken down");
            }
        };
        try (ConfigurableApplicationContext context = run(carrier, "listener")) {
            orders(context).offer(new Order(1));
            await("the order to be tried again").until(() -> tried.size() == 2);
        }
        assertThat(tried).containsOnly(new Order(1));
    }

    @SuppressWarnings("unchecked")
    private static BufferWriter<Order> orders(ConfigurableApplicationContext context) {
        return context.getBean("orders", BufferWriter.class);
    }

    private static ConfigurableApplicationContext run(Carrier carrier, String... profiles) {
        return new SpringApplicationBuilder(Shop.class)
                .profiles(profiles)
                .web(WebApplicationType.NONE)
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean(Carrier.class, () -> carrier))
                .run("--" + ShopProperties.LOCATION);
    }
}
