package io.github.buffer4j.spring.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListeners;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application with buffers whose endpoint is called over HTTP. */
abstract class BuffersEndpointServer {

    static final String UNRESTRICTED = "management.endpoint.buffers.access=unrestricted";

    private final WebApplicationType webApplicationType;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ConfigurableApplicationContext context;

    BuffersEndpointServer(WebApplicationType webApplicationType) {
        this.webApplicationType = webApplicationType;
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
    }

    Buffer<String> start(String... properties) {
        String[] all = {
            "spring.main.web-application-type=" + webApplicationType,
            "server.port=0",
            "management.endpoints.web.exposure.include=buffers",
            "buffers.defaults.drain-timeout=0s",
            "buffers.instances.orders.capacity=8",
            "buffers.instances.orders.element-type=java.lang.String",
            "buffers.instances.latest.type=ring",
            "buffers.instances.latest.capacity=8"
        };
        context = new SpringApplicationBuilder(Application.class)
                .properties(Stream.concat(Arrays.stream(all), Arrays.stream(properties))
                        .toArray(String[]::new))
                .run();
        return buffer("orders");
    }

    BufferRegistry registry() {
        return requireNonNull(context).getBean(BufferRegistry.class);
    }

    BufferListeners listeners() {
        return requireNonNull(context).getBean(BufferListeners.class);
    }

    @SuppressWarnings("unchecked")
    Buffer<String> buffer(String name) {
        return requireNonNull(context).getBean(name, Buffer.class);
    }

    static void assertProblem(HttpResponse<String> response, int status, String title, String detail) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(response).properties())
                .extracting(property -> property.getValue().asString())
                .containsExactly(title, String.valueOf(status), detail);
        assertThat(json(response).propertyNames()).containsExactly("title", "status", "detail");
    }

    HttpResponse<String> send(String method, String path) throws Exception {
        return send(method, path, "");
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        return request(method, "/buffers" + path, body);
    }

    HttpResponse<String> request(String method, String path, String body) throws Exception {
        URI uri = URI.create("http://localhost:" + port() + "/actuator" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    int port() {
        return requireNonNull(context).getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    static JsonNode json(HttpResponse<String> response) {
        return tree(response.body());
    }

    static JsonNode tree(String json) {
        return new JsonMapper().readTree(json);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Buffer<String> aged() {
            return Buffer.<String>builder().trackAge(true).block(8);
        }
    }
}
