package io.github.buffer4j.spring.actuate;

import static io.github.buffer4j.spring.listener.ListenerStart.MANUAL;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Reset, resize, and the pause of listeners over HTTP, for each web framework. */
@ExtendWith(OutputCaptureExtension.class)
abstract class BuffersOperationsContract extends BuffersEndpointServer {

    BuffersOperationsContract(WebApplicationType webApplicationType) {
        super(webApplicationType);
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
            {"capacity": 99999999999} | capacity must be 1 to 1073741824, but is 99999999999
            {"capacity": 1.5}         | capacity must be an integer, but is 1.5
            {"capacity": "many"}      | capacity must be an integer, but is many
            {"capacity": "0x10"}      | capacity must be an integer, but is 0x10
            {"capacity": "010"}       | capacity must be an integer, but is 010
            {"capacity": "64KB"}      | capacity must be an integer, but is 64KB
            {"capacity": null}        | The body must be a JSON object with 'capacity', or 'listener' and 'paused'
            {"size": 5}               | The request may have 'capacity', 'listener' and 'paused', but has 'size'
            {"capacity": 5, "a": 1}   | The request may have 'capacity', 'listener' and 'paused', but has 'a'
            {"paused": true, "id": 1} | The request may have 'capacity', 'listener' and 'paused', but has 'id'
            {}                        | The body must be a JSON object with 'capacity', or 'listener' and 'paused'
            """)
    void describesWhyAResizeIsRejected(String body, String detail) throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        assertProblem(send("POST", "/orders", body), 400, "Bad Request", detail);
        assertThat(orders.capacity()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            {"capacity": 512},     512
            {"capacity": "512"},   512
            {"capacity": "64KB"}, 65536
            {"capacity": "1MB"}, 1048576
            """)
    void resizesABufferOfBytesToANumberOrASize(String body, int capacity) throws Exception {
        start(UNRESTRICTED, "buffers.instances.export.unit=bytes", "buffers.instances.export.capacity=16KB");
        HttpResponse<String> response = send("POST", "/export", body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("capacity").asInt()).isEqualTo(capacity);
        assertThat(json(response).get("unit").asString()).isEqualTo("bytes");
        assertThat(registry().get("export").buffer().capacity()).isEqualTo(capacity);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"capacity": "64kb"} | capacity must be a number of bytes, or a size such as 64KB, but is 64kb
            {"capacity": 1.5}    | capacity must be a number of bytes, or a size such as 64KB, but is 1.5
            {"capacity": "0x10"} | capacity must be a number of bytes, or a size such as 64KB, but is 0x10
            {"capacity": "010"}  | capacity must be a number of bytes, or a size such as 64KB, but is 010
            {"capacity": "-1KB"} | capacity must be 1 to 1073741824 bytes, but is -1KB
            {"capacity": "9TB"}  | capacity must be 1 to 1073741824 bytes, but is 9TB
            """)
    void describesWhyAResizeInBytesIsRejected(String body, String detail) throws Exception {
        start(UNRESTRICTED, "buffers.instances.export.unit=bytes");
        assertProblem(send("POST", "/export", body), 400, "Bad Request", detail);
    }

    @Test
    void doesNotResizeABufferOfBytesAboveItsMaximum() throws Exception {
        start(UNRESTRICTED, "buffers.instances.export.unit=bytes", "buffers.instances.export.max-capacity=128KB");
        assertProblem(
                send("POST", "/export", "{\"capacity\": \"129KB\"}"),
                409,
                "Conflict",
                "The capacity of buffer 'export' must not exceed its max-capacity of 131072, but is 132096");
    }

    @Test
    void resetsABufferOfBytes(CapturedOutput output) throws Exception {
        start(UNRESTRICTED, "buffers.instances.export.unit=bytes");
        BytesBuffer export = (BytesBuffer) registry().get("export").buffer();
        export.write(new byte[300], 0, 300);
        assertThat(json(send("DELETE", "/export"))).isEqualTo(tree("{\"discarded\": 300}"));
        assertThat(output).contains("Buffer 'export' was reset: 300 bytes discarded");
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
    void hitsTheBufferInThePathOnly() throws Exception {
        start(UNRESTRICTED).add("1");
        buffer("latest").add("1");
        String other = "'nope', but 'name' is 'latest'";
        String key = "may have the key 'buffer'";
        assertRefused("GET", "/nope?name=latest", "", other);
        assertRefused("GET", "/nope?buffer=latest", "", key);
        assertRefused("DELETE", "/nope?name=latest", "", other);
        assertRefused("DELETE", "/orders?name=latest", "", "'orders', but 'name' is 'latest'");
        assertRefused("DELETE", "/orders?name=orders&name=latest", "", "'orders', but 'name' is 'orders,latest'");
        assertRefused("DELETE", "/nope?buffer=latest", "", key);
        assertRefused("DELETE", "/nope?buffer=latest&buffer=orders", "", key);
        assertRefused("POST", "/nope?name=latest", "{\"capacity\": 5}", other);
        assertRefused("POST", "/nope?buffer=latest", "{\"capacity\": 5}", key);
        assertRefused("POST", "/nope", "{\"capacity\": 5, \"name\": \"latest\"}", other);
        assertRefused("POST", "/nope", "{\"capacity\": 5, \"buffer\": \"latest\"}", key);
        assertRefused("POST", "/orders", "{\"capacity\": 5, \"buffer\": \"orders\"}", key);
    }

    private void assertRefused(String method, String path, String body, String detail) throws Exception {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode()).as("%s %s %s", method, path, body).isEqualTo(400);
        assertThat(json(response).get("detail").asString()).contains(detail);
        for (String name : List.of("orders", "latest")) {
            assertThat(buffer(name).size()).as(name).isEqualTo(1);
            assertThat(buffer(name).capacity()).as(name).isEqualTo(8);
        }
    }

    @Test
    void acceptsANameThatEqualsThePath() throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        HttpResponse<String> response = send("POST", "/orders?name=orders", "{\"capacity\": 5, \"name\": \"orders\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(orders.capacity()).isEqualTo(5);
    }

    @Test
    void doesNotResetABufferWithoutAName() throws Exception {
        start(UNRESTRICTED).add("1");
        assertThat(send("DELETE", "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/orders/latest").statusCode()).isEqualTo(404);
        assertThat(buffer("orders").size()).isEqualTo(1);
    }

    @Test
    void refusesACapacityAboveTheLimit() throws Exception {
        Buffer<String> orders = start(UNRESTRICTED, "buffers.instances.orders.max-capacity=100");
        assertThat(send("POST", "/orders", "{\"capacity\": 100}").statusCode()).isEqualTo(200);
        assertProblem(
                send("POST", "/orders", "{\"capacity\": 101}"),
                409,
                "Conflict",
                "The capacity of buffer 'orders' must not exceed its max-capacity of 100, but is 101");
        assertThat(send("POST", "/orders", "{\"capacity\": 2147483647}").statusCode())
                .isEqualTo(409);
        assertThat(orders.capacity()).isEqualTo(100);
    }

    @Test
    void pausesAndResumesAListener() throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        BufferListenerContainer store =
                listeners().register(ListenerSpec.builder("store", "orders").build(), element -> null);
        HttpResponse<String> response = send("POST", "/orders", "{\"listener\": \"store\", \"paused\": true}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("name").asString()).isEqualTo("orders");
        assertThat(state(response)).isIn("PAUSING", "PAUSED");
        await("the listener to be paused").until(() -> store.state() == ListenerState.PAUSED);
        assertThat(json(send("GET", "/orders")).get("listeners").get(0).get("threads"))
                .isEqualTo(tree("{}"));
        orders.add("1");
        response = send("POST", "/orders", "{\"listener\": \"store\", \"paused\": false}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(state(response)).isEqualTo("RUNNING");
        await("the element to be read").until(() -> orders.stats().read() == 1);
    }

    @Test
    void showsAPausingListenerUntilItsElementIsDone() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Buffer<String> orders = start(UNRESTRICTED);
        BufferListenerContainer ship = listeners()
                .register(ListenerSpec.builder("ship", "orders").build(), element -> {
                    goOn.await();
                    return null;
                });
        orders.add("1");
        await("the element to be in flight").until(() -> ship.inFlight() == 1);
        HttpResponse<String> response = send("POST", "/orders", "{\"listener\": \"ship\", \"paused\": true}");
        assertThat(json(response).get("listeners").get(0).get("threads")).isEqualTo(tree("{\"ship-1\": \"PAUSING\"}"));
        goOn.countDown();
        await("the listener to be paused").until(() -> ship.state() == ListenerState.PAUSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"listener": "store"}                                | The key 'listener' requires the key 'paused'
            {"listener": "store", "paused": null}                | The key 'listener' requires the key 'paused'
            {"paused": true}                                     | The key 'paused' requires the key 'listener'
            {"listener": null, "paused": true}                   | The key 'paused' requires the key 'listener'
            {"listener": "store", "paused": 1}                   | paused must be true or false, but is 1
            {"listener": "store", "paused": "TRUE"}              | paused must be true or false, but is TRUE
            {"listener": "store", "paused": true, "capacity": 5} | A request changes a capacity or a listener, not both
            {"paused": true, "capacity": 5}                      | A request changes a capacity or a listener, not both
            """)
    void describesWhyAPauseIsRejected(String body, String detail) throws Exception {
        Buffer<String> orders = start(UNRESTRICTED);
        BufferListenerContainer store =
                listeners().register(ListenerSpec.builder("store", "orders").build(), element -> null);
        assertProblem(send("POST", "/orders", body), 400, "Bad Request", detail);
        assertThat(store.state()).isEqualTo(ListenerState.RUNNING);
        assertThat(orders.capacity()).isEqualTo(8);
    }

    @Test
    void refusesAnUnknownListenerOrOneOfAnotherBuffer() throws Exception {
        start(UNRESTRICTED);
        listeners().register(ListenerSpec.builder("store", "orders").build(), element -> null);
        BufferListenerContainer other =
                listeners().register(ListenerSpec.builder("other", "latest").build(), element -> null);
        String pause = "{\"listener\": \"other\", \"paused\": true}";
        assertProblem(
                send("POST", "/orders", pause),
                404,
                "Not Found",
                "Buffer 'orders' has no listener 'other'; its listeners: store");
        assertProblem(
                send("POST", "/aged", pause),
                404,
                "Not Found",
                "Buffer 'aged' has no listener 'other'; it has no listeners");
        assertProblem(
                send("POST", "/nope", pause),
                404,
                "Not Found",
                "No buffer named 'nope'; registered buffers: aged, latest, orders");
        assertDetail(send("POST", "/orders?name=latest", pause), "'orders', but 'name' is 'latest'");
        assertDetail(send("POST", "/orders?buffer=latest", pause), "may have the key 'buffer'");
        assertThat(other.state()).isEqualTo(ListenerState.RUNNING);
    }

    @Test
    void doesNotPauseWhereAccessIsReadOnly() throws Exception {
        start();
        BufferListenerContainer store =
                listeners().register(ListenerSpec.builder("store", "orders").build(), element -> null);
        assertThat(send("POST", "/orders", "{\"listener\": \"store\", \"paused\": true}")
                        .statusCode())
                .isEqualTo(405);
        assertThat(store.state()).isEqualTo(ListenerState.RUNNING);
    }

    @Test
    void pausesNoListenerThatIsNotRunning() throws Exception {
        start(UNRESTRICTED);
        listeners()
                .register(ListenerSpec.builder("store", "orders").start(MANUAL).build(), element -> null);
        for (boolean paused : new boolean[] {true, false}) {
            HttpResponse<String> response =
                    send("POST", "/orders", "{\"listener\": \"store\", \"paused\": " + paused + "}");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(state(response)).isEqualTo("STOPPED");
        }
    }

    private static String state(HttpResponse<String> response) {
        return json(response).get("listeners").get(0).get("state").asString();
    }

    @Test
    void shortensWhatItRefuses() throws Exception {
        start(UNRESTRICTED);
        String shown = "x".repeat(100) + "…";
        String sent = "x".repeat(5_000);
        assertDetail(send("POST", "/orders", "{\"capacity\": \"" + sent + "\"}"), "but is " + shown);
        assertDetail(send("POST", "/orders", "{\"" + sent + "\": 1}"), "but has '" + shown + "'");
        assertDetail(send("DELETE", "/orders?name=" + sent), "but 'name' is '" + shown + "'");
        assertDetail(send("DELETE", "/" + sent), "No buffer named '" + shown + "'");
        assertDetail(
                send("POST", "/orders", "{\"listener\": \"" + sent + "\", \"paused\": true}"),
                "no listener '" + shown + "'");
        assertDetail(send("POST", "/orders", "{\"listener\": \"a\", \"paused\": \"" + sent + "\"}"), "but is " + shown);
    }

    private static void assertDetail(HttpResponse<String> response, String text) {
        assertThat(json(response).get("detail").asString()).contains(text).hasSizeLessThan(300);
    }

    @Test
    void logsAReset(CapturedOutput output) throws Exception {
        start(UNRESTRICTED).write(new String[] {"1", "2", "3"});
        send("DELETE", "/orders");
        assertThat(output.getOut()
                        .lines()
                        .filter(line -> line.contains("Buffer 'orders' was reset: 3 elements discarded")))
                .singleElement(as(STRING))
                .contains("INFO");
    }

    @Test
    void logsAResize(CapturedOutput output) throws Exception {
        start(UNRESTRICTED);
        send("POST", "/orders", "{\"capacity\": 5}");
        send("POST", "/orders", "{\"capacity\": 0}");
        assertThat(output.getOut().lines().filter(line -> line.contains("Buffer 'orders' was resized")))
                .singleElement(as(STRING))
                .contains("INFO")
                .endsWith("Buffer 'orders' was resized: from 8 to 5");
    }

    @Test
    void logsAPauseAndItsEnd(CapturedOutput output) throws Exception {
        start(UNRESTRICTED);
        BufferListenerContainer store =
                listeners().register(ListenerSpec.builder("store", "orders").build(), element -> null);
        send("POST", "/orders", "{\"listener\": \"store\", \"paused\": true}");
        await("the listener to be paused").until(() -> store.state() == ListenerState.PAUSED);
        send("POST", "/orders", "{\"listener\": \"nobody\", \"paused\": false}");
        send("POST", "/orders", "{\"listener\": \"store\", \"paused\": false}");
        assertThat(output.getOut().lines().filter(line -> line.contains("of buffer 'orders' was")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("INFO")
                                .containsPattern(
                                        "Listener 'store' of buffer 'orders' was paused: from RUNNING to PAUS"),
                        line -> assertThat(line)
                                .contains("INFO")
                                .endsWith("Listener 'store' of buffer 'orders' was resumed: from PAUSED to RUNNING"));
    }
}
