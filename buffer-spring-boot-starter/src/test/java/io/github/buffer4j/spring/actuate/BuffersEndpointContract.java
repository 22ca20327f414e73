package io.github.buffer4j.spring.actuate;

import static io.github.buffer4j.spring.listener.ListenerStart.MANUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** The responses of the endpoint over HTTP, for each web framework. */
@ExtendWith(OutputCaptureExtension.class)
abstract class BuffersEndpointContract extends BuffersEndpointServer {

    BuffersEndpointContract(WebApplicationType webApplicationType) {
        super(webApplicationType);
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
                  "name": "orders", "type": "block", "unit": "elements",
                  "elementType": "java.lang.String", "state": "OPEN",
                  "size": 2, "capacity": 8, "peakSize": 3, "recentPeakSize": 3,
                  "written": 3, "read": 1, "overwritten": 0, "discarded": 0, "droppedOnClose": 0, "rejected": 0,
                  "blocked": {
                    "write": {"count": 0, "totalTime": "PT0S", "waiting": 0},
                    "read": {"count": 0, "totalTime": "PT0S", "waiting": 0}
                  },
                  "oldestAge": null, "error": null, "tags": {}, "listeners": []
                }
                """));
    }

    @Test
    void describesABufferOfBytes() throws Exception {
        start("buffers.instances.export.unit=bytes", "buffers.instances.export.type=growable");
        JsonNode export = json(send("GET", "/export"));
        assertThat(export.get("type").asString()).isEqualTo("growable");
        assertThat(export.get("unit").asString()).isEqualTo("bytes");
        assertThat(export.get("elementType").isNull()).isTrue();
        assertThat(export.get("oldestAge").isNull()).isTrue();
    }

    @Test
    void keepsTheOrderOfTheKeys() throws Exception {
        start();
        listeners().register(ListenerSpec.builder("ship", "orders").build(), element -> null);
        JsonNode orders = json(send("GET", "/orders"));
        assertThat(orders.propertyNames())
                .containsExactly(
                        "name",
                        "type",
                        "unit",
                        "elementType",
                        "state",
                        "size",
                        "capacity",
                        "peakSize",
                        "recentPeakSize",
                        "written",
                        "read",
                        "overwritten",
                        "discarded",
                        "droppedOnClose",
                        "rejected",
                        "blocked",
                        "oldestAge",
                        "error",
                        "tags",
                        "listeners");
        assertThat(orders.get("listeners").get(0).propertyNames())
                .containsExactly(
                        "id", "state", "threads", "concurrency", "inFlight", "batch", "linger", "sendTo", "failure");
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
    void showsTheListenersOfABuffer() throws Exception {
        start();
        listeners()
                .registerBatch(
                        ListenerSpec.builder("store", "orders")
                                .batch(500, Duration.ofMillis(1500))
                                .concurrency(2)
                                .sendTo("latest")
                                .build(),
                        batch -> null);
        listeners().register(ListenerSpec.builder("age", "orders").start(MANUAL).build(), element -> null);
        listeners().register(ListenerSpec.builder("other", "aged").build(), element -> null);
        assertThat(json(send("GET", "/orders")).get("listeners")).isEqualTo(tree("""
                [
                  {
                    "id": "age", "state": "STOPPED", "threads": {}, "concurrency": 1, "inFlight": 0,
                    "batch": 1, "linger": "PT0S", "sendTo": null, "failure": null
                  },
                  {
                    "id": "store", "state": "RUNNING", "threads": {"store-1": "RUNNING", "store-2": "RUNNING"},
                    "concurrency": 2, "inFlight": 0, "batch": 500, "linger": "PT1.5S", "sendTo": "latest",
                    "failure": null
                  }
                ]
                """));
        JsonNode all = json(send("GET", "")).get("buffers");
        assertThat(all.get("aged").get("listeners").get(0).get("id").asString()).isEqualTo("other");
        assertThat(all.get("latest").get("listeners").isEmpty()).isTrue();
    }

    @Test
    void showsWhatAListenerHasInHand() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Buffer<String> orders = start();
        listeners().register(ListenerSpec.builder("ship", "orders").build(), element -> {
            goOn.await();
            return null;
        });
        orders.add("secret");
        await("the element to be in flight")
                .untilAsserted(() ->
                        assertThat(listener("ship").get("inFlight").asInt()).isEqualTo(1));
        assertThat(send("GET", "/orders").body()).doesNotContain("secret");
        goOn.countDown();
    }

    @Test
    void showsTheClassOfTheFailureOfAListener() throws Exception {
        Buffer<String> orders = start();
        listeners().register(ListenerSpec.builder("ship", "orders").build(), element -> {
            throw new AssertionError("secret");
        });
        orders.add("1");
        await("the listener to fail")
                .untilAsserted(() ->
                        assertThat(listener("ship").get("state").asString()).isEqualTo("FAILED"));
        assertThat(listener("ship").get("failure").asString()).isEqualTo("java.lang.AssertionError");
        assertThat(send("GET", "/orders").body()).doesNotContain("secret");
    }

    private JsonNode listener(String id) throws Exception {
        return json(send("GET", "/orders"))
                .get("listeners")
                .valueStream()
                .filter(listener -> listener.get("id").asString().equals(id))
                .findAny()
                .orElseThrow();
    }

    @Test
    void reportsAnUnknownBuffer() throws Exception {
        start(UNRESTRICTED);
        for (HttpResponse<String> response : List.of(
                send("GET", "/unknown"), send("DELETE", "/unknown"), send("POST", "/unknown", "{\"capacity\": 5}"))) {
            assertProblem(
                    response, 404, "Not Found", "No buffer named 'unknown'; registered buffers: aged, latest, orders");
        }
    }

    @Test
    void isNotExposedByDefault() throws Exception {
        start("management.endpoints.web.exposure.include=health");
        assertThat(send("GET", "").statusCode()).isEqualTo(404);
    }

    @Test
    void reportsABufferThatFailsInItsOwnDescriptor(CapturedOutput output) throws Exception {
        start();
        AtomicBoolean broken = new AtomicBoolean();
        registry().register(new BufferEntry("mock", mock(Buffer.class)));
        registry().register(new BufferEntry("failing", failing(broken, new IllegalStateException("secret"))));
        registry().register(new BufferEntry("old", failing(broken, new AbstractMethodError("secret"))));
        broken.set(true);
        HttpResponse<String> all = send("GET", "");
        assertThat(all.statusCode()).isEqualTo(200);
        JsonNode buffers = json(all).get("buffers");
        assertThat(buffers.propertyNames()).containsExactly("aged", "failing", "latest", "mock", "old", "orders");
        assertThat(buffers.get("orders").get("capacity").asInt()).isEqualTo(8);
        assertThat(buffers.get("mock").get("error").asString()).isEqualTo("java.lang.NullPointerException");
        assertThat(buffers.get("old").get("error").asString()).isEqualTo("java.lang.AbstractMethodError");
        JsonNode failing = json(send("GET", "/failing"));
        assertThat(failing).isEqualTo(buffers.get("failing")).isEqualTo(tree("""
                {
                  "name": "failing", "type": "block", "unit": "elements", "elementType": null, "state": null,
                  "size": null, "capacity": null, "peakSize": null, "recentPeakSize": null,
                  "written": null, "read": null, "overwritten": null, "discarded": null, "droppedOnClose": null,
                  "rejected": null, "blocked": null, "oldestAge": null,
                  "error": "java.lang.IllegalStateException", "tags": {}, "listeners": []
                }
                """));
        assertThat(output.getAll().lines().filter(line -> line.contains("Cannot describe")))
                .hasSize(3)
                .noneMatch(line -> line.contains("secret"));
        broken.set(false);
    }

    private static Buffer<?> failing(AtomicBoolean broken, Throwable failure) {
        Buffer<?> delegate = Buffer.builder().block(8);
        return (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (proxy, method, arguments) -> {
                    if (broken.get() && method.getName().equals("stats")) {
                        throw failure;
                    }
                    return method.invoke(delegate, arguments);
                });
    }
}
