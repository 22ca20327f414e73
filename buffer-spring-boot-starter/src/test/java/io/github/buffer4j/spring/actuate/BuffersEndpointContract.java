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
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the endpoint answers over HTTP, whatever the web framework. */
abstract class BuffersEndpointContract {

    private static final String UNRESTRICTED = "management.endpoint.buffers.access=unrestricted";

    private final WebApplicationType webApplicationType;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ConfigurableApplicationContext context;

    BuffersEndpointContract(WebApplicationType webApplicationType) {
        this.webApplicationType = webApplicationType;
    }

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
        assertThat(json(response)).isEqualTo(tree("""
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
    void showsTagsOfTheInstance() throws Exception {
        start("buffers.instances.latest.tags.team=blue");
        assertThat(json(send("GET", "/latest")).get("tags")).isEqualTo(tree("{\"team\": \"blue\"}"));
        assertThat(json(send("GET", "/orders")).get("tags")).isEqualTo(tree("{}"));
    }

    @Test
    void tellsThatItDoesNotKnowABuffer() throws Exception {
        start(UNRESTRICTED);
        for (HttpResponse<String> response : List.of(
                send("GET", "/unknown"), send("DELETE", "/unknown"), send("POST", "/unknown", "{\"capacity\": 5}"))) {
            assertProblem(response, 404, "Not Found", "There is no buffer 'unknown', only: aged, latest, orders");
        }
    }

    @Test
    void resizesWhereAccessIsUnrestricted() throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        HttpResponse<String> response = send("POST", "/orders", "{\"capacity\": 512}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)).isEqualTo(json(send("GET", "/orders")));
        assertThat(json(response).get("capacity").asInt()).isEqualTo(512);
        assertThat(orders.capacity()).isEqualTo(512);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"capacity": 0}           | capacity must be 1 to 1073741824, but is 0
            {"capacity": -1}          | capacity must be 1 to 1073741824, but is -1
            {"capacity": 1073741825}  | capacity must be 1 to 1073741824, but is 1073741825
            {"capacity": 99999999999} | capacity must be a whole number, but is 99999999999
            {"capacity": 1.5}         | capacity must be a whole number, but is 1.5
            {"capacity": "many"}      | capacity must be a whole number, but is many
            {"capacity": null}        | The body must be a JSON object with the key capacity
            {"size": 5}               | The body must be a JSON object with the key capacity
            {}                        | The body must be a JSON object with the key capacity
            """)
    void tellsWhyItDoesNotResize(String body, String detail) throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        assertProblem(send("POST", "/orders", body), 400, "Bad Request", detail);
        assertThat(orders.capacity()).isEqualTo(8);
    }

    @Test
    void doesNotResizeAnEndedBuffer() throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        orders.closeWrite();
        HttpResponse<String> response = send("POST", "/orders", "{\"capacity\": 5}");
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(json(response).get("detail").asString())
                .contains("Cannot resize")
                .contains("state=DRAINED");
    }

    @Test
    void resetsWhereAccessIsUnrestricted() throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        orders.write(new String[] {"1", "2", "3"});
        HttpResponse<String> response = send("DELETE", "/orders");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)).isEqualTo(tree("{\"discarded\": 3}"));
        assertThat(orders.size()).isZero();
        assertThat(orders.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void isReadOnlyByDefault() throws Exception {
        Buffer<String> orders = start();
        orders.add("1");
        for (HttpResponse<String> response :
                List.of(send("DELETE", "/orders"), send("POST", "/orders", "{\"capacity\": 5}"))) {
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(json(response).get("error").asString()).isEqualTo("Method Not Allowed");
        }
        assertThat(orders.size()).isEqualTo(1);
        assertThat(orders.capacity()).isEqualTo(8);
    }

    @Test
    void isNotExposedByDefault() throws Exception {
        start("management.endpoints.web.exposure.include=health");
        assertThat(send("GET", "").statusCode()).isEqualTo(404);
    }

    private Buffer<String> start(String... properties) {
        String[] all = {
            "spring.main.web-application-type=" + webApplicationType,
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

    private static void assertProblem(HttpResponse<String> response, int status, String title, String detail) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(response).properties())
                .extracting(property -> property.getValue().asString())
                .containsExactly(title, String.valueOf(status), detail);
        assertThat(json(response).propertyNames()).containsExactly("title", "status", "detail");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return send(method, path, "");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        String port = requireNonNull(context).getEnvironment().getRequiredProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/buffers" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return tree(response.body());
    }

    private static JsonNode tree(String json) {
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
