package com.acme.shop;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferStats;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootVersion;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * What the starter promises for the libraries that are there. They are found by their own classes, so that a promise is
 * checked even if the starter has missed the library.
 */
@Component
class Checks implements CommandLineRunner {

    private static final int ORDERS = 100;

    private final BlockBuffer<Order> orders;
    private final OrderListener listener;
    private final OrderMail mail;
    private final Environment environment;
    private final StringBuilder found = new StringBuilder();
    private int sent;

    Checks(BlockBuffer<Order> orders, OrderListener listener, OrderMail mail, Environment environment) {
        this.orders = orders;
        this.listener = listener;
        this.mail = mail;
        this.environment = environment;
    }

    @Override
    public void run(String... args) throws Exception {
        while (sent < ORDERS) {
            orders.add(new Order(sent++));
        }
        checkMail();
        if (has("webmvc", "org.springframework.web.servlet.DispatcherServlet")
                | has("webflux", "org.springframework.web.reactive.DispatcherHandler")) {
            checkWeb(new Http(environment.getRequiredProperty("local.server.port", Integer.class)));
        } else {
            checkOrders();
        }
        System.out.printf(
                "compatible: boot-%s%s on Java %d%n",
                SpringBootVersion.getVersion(), found, Runtime.version().feature());
    }

    private void checkOrders() throws InterruptedException {
        for (int number = 0; number < sent; number++) {
            Order order = listener.next();
            check(new Order(number).equals(order), "order " + number + " is " + order);
        }
        BufferStats stats = orders.stats();
        check(stats.written() == sent && stats.read() == sent, stats);
    }

    private void checkMail() throws Exception {
        String confirmed = mail.confirm(new Order(1)).get(1, TimeUnit.MINUTES);
        check(confirmed.startsWith("1 in mailExecutor-"), confirmed);
    }

    private void checkWeb(Http http) throws IOException, InterruptedException {
        checkOrders(); // so that there is room
        http.post(202, "/orders/" + sent);
        Order order = listener.next();
        check(new Order(sent).equals(order), order);
        sent++;
        if (has("actuator", "org.springframework.boot.actuate.endpoint.annotation.Endpoint")) {
            checkEndpoints(http);
        }
    }

    private void checkEndpoints(Http http) throws IOException, InterruptedException {
        String buffer = http.get("/actuator/buffers/orders");
        check(buffer.contains("\"written\":" + sent + ",") && buffer.contains("\"read\":" + sent + ","), buffer);
        String health = http.get("/actuator/health/buffers");
        check(health.startsWith("{\"status\":\"UP\""), health);
        String events = http.get("/actuator/bufferevents");
        check(events.contains("\"events\""), events);
        if (has("micrometer", "io.micrometer.prometheusmetrics.PrometheusMeterRegistry")) {
            List<String> meters = http.get("/actuator/prometheus")
                    .lines()
                    .filter(line -> line.startsWith("buffer_"))
                    .toList();
            check(
                    meters.stream()
                            .anyMatch(line -> line.startsWith("buffer_writes_elements_total{")
                                    && line.contains("name=\"orders\"")
                                    && line.endsWith(" " + sent + ".0")),
                    meters);
        }
        if (has("security", "org.springframework.security.core.Authentication")) {
            http.delete(401, "/actuator/buffers/orders");
            http.delete(401, "/actuator/buffers/orders", "operator", "wrong");
            String password = environment.getRequiredProperty("spring.security.user.password");
            String reset = http.delete(200, "/actuator/buffers/orders", "operator", password);
            check(reset.equals("{\"discarded\":0}"), reset);
        } else {
            http.delete(200, "/actuator/buffers/orders");
        }
    }

    private boolean has(String library, String className) {
        boolean present = ClassUtils.isPresent(className, getClass().getClassLoader());
        if (present) {
            found.append('+').append(library);
        }
        return present;
    }

    private static void check(boolean condition, Object otherwise) {
        if (!condition) {
            throw new IllegalStateException("not as promised: " + otherwise);
        }
    }
}
