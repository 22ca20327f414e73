package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** The endpoint behind the filter chain of docs/operations.md. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = BuffersSecurityTest.Shop.class,
        properties = {
            "spring.config.name=shop",
            "buffers.instances.orders.capacity=8",
            "management.endpoints.web.exposure.include=buffers,bufferevents,health",
            "management.health.redis.enabled=false",
            "management.endpoint.buffers.access=unrestricted"
        })
class BuffersSecurityTest {

    private static final String ORDERS = "/actuator/buffers/orders";

    private final HttpClient client = HttpClient.newHttpClient();

    @Autowired
    BlockBuffer<String> orders;

    @Value("${local.management.port:${local.server.port}}")
    int port;

    @BeforeEach
    void putTwoOrders() {
        orders.resize(8);
        orders.reset();
        orders.offer("a");
        orders.offer("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/buffers", ORDERS, "/actuator/bufferevents"})
    void viewersAndOperatorsRead(String path) throws Exception {
        assertThat(send(request(path)).statusCode()).isEqualTo(401);
        assertThat(send(as("viewer", path)).statusCode()).isEqualTo(200);
        assertThat(send(as("operator", path)).statusCode()).isEqualTo(200);
    }

    @Test
    void onlyOperatorsReset() throws Exception {
        assertThat(send(request(ORDERS).DELETE()).statusCode()).isEqualTo(401);
        assertThat(send(as("viewer", ORDERS).DELETE()).statusCode()).isEqualTo(403);
        assertThat(orders.snapshot()).containsExactly("a", "b");
        assertThat(send(as("operator", ORDERS).DELETE()).body()).isEqualTo("{\"discarded\":2}");
    }

    @Test
    void onlyOperatorsResize() throws Exception {
        assertThat(send(resize(request(ORDERS))).statusCode()).isEqualTo(401);
        assertThat(send(resize(as("viewer", ORDERS))).statusCode()).isEqualTo(403);
        assertThat(orders.capacity()).isEqualTo(8);
        assertThat(send(resize(as("operator", ORDERS))).statusCode()).isEqualTo(200);
        assertThat(orders.capacity()).isEqualTo(16);
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        assertThat(send(as("operator", "wrong", ORDERS)).statusCode()).isEqualTo(401);
        assertThat(send(as("operator", "wrong", ORDERS).DELETE()).statusCode()).isEqualTo(401);
        assertThat(orders.size()).isEqualTo(2);
    }

    /* These are the only content types that a foreign page can send without a preflight, so no CSRF token is needed. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void aFormOfAForeignPageChangesNothing(String contentType) throws Exception {
        HttpRequest.Builder form = as("operator", ORDERS)
                .header("Content-Type", contentType)
                .header("Origin", "https://example.org")
                .POST(BodyPublishers.ofString("{\"capacity\":16}"));
        assertThat(send(form).statusCode()).isEqualTo(contentType.startsWith("multipart") ? statusOfMultipart() : 415);
        assertThat(orders.capacity()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"DELETE, authorization", "POST, 'authorization,content-type'"})
    void theBrowserOfAForeignPageGetsNoPermission(String method, String headers) throws Exception {
        HttpResponse<String> preflight = send(request(ORDERS)
                .header("Origin", "https://example.org")
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers)
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(401);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void noSessionIsMade() throws Exception {
        assertThat(send(as("operator", ORDERS)).headers().firstValue("Set-Cookie"))
                .isEmpty();
    }

    /* Spring Boot's own filter chain has backed off. */
    @Test
    void whatNoChainCoversIsOpen() throws Exception {
        assertThat(send(request("/actuator/health")).statusCode()).isEqualTo(200);
    }

    int statusOfMultipart() {
        return 415;
    }

    private static HttpRequest.Builder resize(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString("{\"capacity\":16}"));
    }

    private HttpRequest.Builder as(String user, String path) {
        return as(user, user + "'s word", path);
    }

    private HttpRequest.Builder as(String user, String password, String path) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return request(path)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(BuffersSecurity.class)
    static class Shop {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("viewer")
                            .password("{noop}viewer's word")
                            .roles("VIEWER")
                            .build(),
                    User.withUsername("operator")
                            .password("{noop}operator's word")
                            .roles("OPERATOR")
                            .build());
        }
    }
}
