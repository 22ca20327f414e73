package io.github.buffer4j.spring.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The health of buffers as probes see it, over HTTP. */
class BufferHealthEndpointTest {

    private static final String ON = "management.health.buffers.enabled=true";

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ConfigurableApplicationContext context;

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
    }

    private Buffer<?> start(String... properties) {
        String[] all = {
            "server.port=0",
            "management.endpoints.web.exposure.include=health",
            "management.endpoint.health.show-details=always",
            "management.health.redis.enabled=false",
            "buffers.defaults.drain-timeout=0s",
            "buffers.instances.orders.capacity=8"
        };
        context = new SpringApplicationBuilder(Application.class)
                .properties(Stream.concat(Arrays.stream(all), Arrays.stream(properties))
                        .toArray(String[]::new))
                .run();
        return context.getBean("orders", Buffer.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = requireNonNull(context).getEnvironment().getRequiredProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/health" + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return new JsonMapper().readTree(response.body());
    }

    @Test
    void theDetailsHaveTheBuffers() throws Exception {
        Buffer<?> orders = start(ON);
        HttpResponse<String> up = get("");
        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(json(up).at("/components/buffers/details/orders"))
                .hasToString("{\"status\":\"UP\",\"reasons\":[],\"state\":\"OPEN\",\"size\":0,"
                        + "\"capacity\":8,\"readers\":0}");
        orders.closeWithError(new IllegalStateException("secret"));
        HttpResponse<String> down = get("");
        assertThat(down.statusCode()).isEqualTo(503);
        JsonNode buffers = json(down).at("/components/buffers");
        assertThat(buffers.get("status").asString()).isEqualTo("DOWN");
        assertThat(buffers.at("/details/orders"))
                .hasToString("{\"status\":\"DOWN\",\"reasons\":[\"closed-with-error\"],\"state\":\"CLOSED\",\"size\":0,"
                        + "\"capacity\":8,\"readers\":0,\"error\":\"java.lang.IllegalStateException\"}");
        assertThat(down.body()).doesNotContain("secret");
        assertThat(get("/buffers").statusCode()).isEqualTo(503);
    }

    @Test
    void anUnhealthyBufferAffectsNeitherLivenessNorReadiness() throws Exception {
        start(ON).closeWithError(new IllegalStateException());
        assertThat(get("").statusCode()).isEqualTo(503);
        for (String group : new String[] {"/liveness", "/readiness"}) {
            HttpResponse<String> response = get(group);
            assertThat(response.statusCode()).as(group).isEqualTo(200);
            assertThat(response.body()).doesNotContain("buffers");
        }
    }

    @Test
    void theReadinessGroupMayHaveTheBuffers() throws Exception {
        Buffer<?> orders = start(ON, "management.endpoint.health.group.readiness.include=readinessState,buffers");
        assertThat(get("/readiness").statusCode()).isEqualTo(200);
        orders.closeWithError(new IllegalStateException());
        assertThat(get("/readiness").statusCode()).isEqualTo(503);
        assertThat(get("/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void theExampleInTheDocumentationWorks() throws Exception {
        Buffer<?> orders =
                start("spring.config.location=classpath:com/acme/health/", "spring.profiles.active=readiness");
        HttpResponse<String> flow = get("/flow");
        assertThat(flow.statusCode()).isEqualTo(200);
        assertThat(flow.body()).doesNotContain("orders");
        orders.closeWithError(new IllegalStateException());
        assertThat(get("/flow").statusCode()).isEqualTo(503);
        assertThat(get("/readiness").statusCode()).isEqualTo(503);
        assertThat(get("/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutTheOptInTheHealthKnowsNoBuffers() throws Exception {
        start("management.health.defaults.enabled=true").closeWithError(new IllegalStateException());
        HttpResponse<String> response = get("");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("diskSpace").doesNotContain("buffers");
        assertThat(get("/buffers").statusCode()).isEqualTo(404);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}
}
