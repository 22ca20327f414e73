package com.acme.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.listener.DeadLetter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The listeners of docs/listeners.md. */
class ShippingTest {

    private static final int MANY = 2_000;
    private static final int CUSTOMERS = 7;

    private final List<Parcel> shipped = new CopyOnWriteArrayList<>();
    private final List<DeadLetter<Parcel>> returned = new CopyOnWriteArrayList<>();

    @Test
    void allOrdersAreShippedBeforeTheApplicationHasStoppedAndThoseOfACustomerInOrder() throws Exception {
        try (ConfigurableApplicationContext context = run(shipped::add)) {
            for (int number = 0; number < MANY; number++) {
                orders(context).add(order(number));
            }
        }
        assertThat(shipped).hasSize(MANY);
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            String id = order(customer).customerId();
            assertThat(shipped.stream()
                            .map(Parcel::order)
                            .filter(order -> order.customerId().equals(id))
                            .map(Order::number))
                    .isSorted()
                    .isNotEmpty();
        }
        assertThat(returned).isEmpty();
    }

    @Test
    void aParcelIsTriedThreeTimesIfTheCarrierCannotBeReachedAndThenTakenBack() throws Exception {
        Map<Integer, Integer> tries = new ConcurrentHashMap<>();
        Carrier carrier = parcel -> {
            int number = parcel.order().number();
            int attempt = tries.merge(number, 1, Integer::sum);
            if ((number == 1 && attempt == 1) || number == 2) {
                throw new IOException("The road is closed");
            }
            if (number == 3) {
                throw new IllegalStateException("The address is not known");
            }
            shipped.add(parcel);
        };
        try (ConfigurableApplicationContext context = run(carrier)) {
            for (int number = 0; number < 5; number++) {
                orders(context).add(order(number));
            }
            await("two parcels to be taken back").until(() -> returned.size() == 2);
        }
        assertThat(tries).isEqualTo(Map.of(0, 1, 1, 2, 2, 3, 3, 1, 4, 1));
        assertThat(shipped.stream().map(parcel -> parcel.order().number())).containsExactlyInAnyOrder(0, 1, 4);
        assertThat(returned)
                .extracting(letter -> letter.element().order().number(), DeadLetter::attempts, DeadLetter::listener)
                .containsExactlyInAnyOrder(tuple(2, 3, "ship"), tuple(3, 1, "ship"));
    }

    @Test
    void parcelsThatCannotBeShippedAreTakenBackBeforeTheApplicationHasStopped() throws Exception {
        Carrier carrier = parcel -> {
            throw new IllegalStateException("The van has broken down");
        };
        try (ConfigurableApplicationContext context = run(carrier)) {
            for (int number = 0; number < MANY; number++) {
                orders(context).add(order(number));
            }
        }
        assertThat(returned.stream().map(letter -> letter.element().order().number()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, MANY).boxed().toList());
    }

    private static Order order(int number) {
        return new Order(number, "customer-" + number % CUSTOMERS);
    }

    @SuppressWarnings("unchecked")
    private static BufferWriter<Order> orders(ConfigurableApplicationContext context) {
        return context.getBean("orders", BufferWriter.class);
    }

    private ConfigurableApplicationContext run(Carrier carrier) {
        return new SpringApplicationBuilder(ShippingApplication.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> {
                    ((GenericApplicationContext) context).registerBean(Carrier.class, () -> carrier);
                    ((GenericApplicationContext) context).registerBean(Returns.class, () -> returned::addAll);
                })
                .run("--spring.config.location=classpath:com/acme/shipping/");
    }
}
