package io.github.buffer4j.spring.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BuffersEndpointTest {

    private static final String UNRESTRICTED = "management.endpoint.buffers.access=unrestricted";

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ConfigurableApplicationContext context;

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void listsAllBuffersSortedByName() throws Exception {
        start();
        HttpResponse<String> response = send("GET", "");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode buffers = json(response).get("buffers");
        assertThat(json(response).propertyNames()).containsExactly("buffers");
        assertThat(buffers.propertyNames()).containsExactly("aged", "latest", "orders");
        assertThat(buffers.get("latest").get("type").asString()).isEqualTo("ring");
    }

    @Test
    void describesOneBuffer() throws Exception {
        Buffer<String> orders = start();
        orders.write(new String[] {"secret 1", "secret 2", "secret 3"});
        orders.next();
        HttpResponse<String> response = send("GET", "/orders");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)).isEqualTo(new JsonMapper().readTree("""
                {
                  "name": "orders", "type": "block", "elementType": "java.lang.String", "state": "OPEN",
                  "size": 2, "capacity": 8, "peakSize": 3,
                  "written": 3, "read": 1, "overwritten": 0, "discarded": 0, "droppedOnClose": 0, "rejected": 0,
                  "blocked": {
                    "write": {"count": 0, "totalTime": "PT0S", "waiting": 0},
                    "read": {"count": 0, "totalTime": "PT0S", "waiting": 0}
                  },
                  "oldestAge": null, "error": null, "tags": {}
                }
                """));
    }

    @Test
    void showsNoElement() throws Exception {
        start().add("secret");
        assertThat(send("GET", "/orders").body() + send("GET", "").body()).doesNotContain("secret");
    }

    @Test
    void showsTheClassOfTheError() throws Exception {
        start().closeWithError(new IllegalStateException("secret"));
        JsonNode orders = json(send("GET", "/orders"));
        assertThat(orders.get("error").asString()).isEqualTo("java.lang.IllegalStateException");
        assertThat(orders.get("state").asString()).isEqualTo("CLOSED");
    }

    @Test
    void showsDurationsAsIso8601() throws Exception {
        start();
        buffer("aged").add("one");
        String oldestAge = json(send("GET", "/aged")).get("oldestAge").asString();
        assertThat(oldestAge).startsWith("PT");
        assertThat(Duration.parse(oldestAge)).isPositive();
    }

    @Test
    void doesNotKnowOtherBuffers() throws Exception {
        start(UNRESTRICTED);
        assertThat(send("GET", "/unknown").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/unknown").statusCode()).isEqualTo(404);
    }

    @Test
    void resetsWhereAccessIsUnrestricted() throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        orders.write(new String[] {"1", "2", "3"});
        HttpResponse<String> response = send("DELETE", "/orders");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)).isEqualTo(new JsonMapper().readTree("{\"discarded\": 3}"));
        assertThat(orders.size()).isZero();
        assertThat(orders.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void isReadOnlyByDefault() throws Exception {
        Buffer<String> orders = start();
        orders.add("1");
        assertThat(send("DELETE", "/orders").statusCode()).isEqualTo(405);
        assertThat(orders.size()).isEqualTo(1);
    }

    @Test
    void isNotExposedByDefault() throws Exception {
        start("management.endpoints.web.exposure.include=health");
        assertThat(send("GET", "").statusCode()).isEqualTo(404);
    }

    private Buffer<String> start(String... properties) {
        String[] all = {
            "server.port=0",
            "management.endpoints.web.exposure.include=buffers",
            "buffers.defaults.drain-timeout=0s",
            "buffers.instances.orders.capacity=8",
            "buffers.instances.orders.element-type=java.lang.String",
            "buffers.instances.latest.type=ring"
        };
        context = new SpringApplicationBuilder(Application.class)
                .properties(Stream.concat(Arrays.stream(all), Arrays.stream(properties))
                        .toArray(String[]::new))
                .run();
        return buffer("orders");
    }

    @SuppressWarnings("unchecked")
    private Buffer<String> buffer(String name) {
        return requireNonNull(context).getBean(name, Buffer.class);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        String port = requireNonNull(context).getEnvironment().getRequiredProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/buffers" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return new JsonMapper().readTree(response.body());
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
