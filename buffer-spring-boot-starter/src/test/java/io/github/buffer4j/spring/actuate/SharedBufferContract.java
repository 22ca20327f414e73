package io.github.buffer4j.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.FakeSharedBuffer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import tools.jackson.databind.JsonNode;

/** A shared buffer at the endpoint, for each web framework. */
abstract class SharedBufferContract extends BuffersEndpointServer {

    private final Buffer<String> elements = new GrowableBuffer<>();
    private final FakeSharedBuffer shared = new FakeSharedBuffer(elements);

    SharedBufferContract(WebApplicationType webApplicationType) {
        super(webApplicationType);
    }

    private void startWithShared() {
        start(UNRESTRICTED);
        registry().register(new BufferEntry("events", shared.client()));
        elements.offer("a");
    }

    @Test
    void itsDescriptorHasWhatTheClientKnows() throws Exception {
        startWithShared();
        JsonNode events = json(send("GET", "/events"));
        assertThat(events.get("size").asInt()).isEqualTo(1);
        assertThat(events.get("backend").asString()).isEqualTo("fake");
        assertThat(events.get("shared").asBoolean()).isTrue();
        assertThat(events.get("generation").asString()).isEqualTo("7f3a");
        assertThat(events.get("clientStats"))
                .hasToString("{\"writersWaiting\":1,\"readersWaiting\":2,\"leases\":3,\"read\":0,\"redelivered\":4,"
                        + "\"reconnects\":5,\"safetyLooks\":6,\"usefulSafetyLooks\":1,\"available\":true,"
                        + "\"lost\":false,\"detached\":false}");
    }

    @Test
    void theDescriptorOfALocalBufferHasNoneOfIt() throws Exception {
        startWithShared();
        assertThat(json(send("GET", "/orders")).propertyNames())
                .doesNotContain("backend", "shared", "generation", "clientStats");
    }

    @Test
    void anAbsentServerLeavesWhatTheClientKnows() throws Exception {
        startWithShared();
        shared.setAway(true);
        JsonNode buffers = json(send("GET", "")).get("buffers");
        JsonNode events = buffers.get("events");
        assertThat(events.get("size").isNull()).isTrue();
        assertThat(events.get("error").asString()).isEqualTo(IllegalStateException.class.getName());
        assertThat(events.get("clientStats").get("available").asBoolean()).isFalse();
        assertThat(buffers.get("orders").get("size").asInt()).isZero();
    }

    @Test
    void aResetNeedsItsScope() throws Exception {
        startWithShared();
        assertProblem(
                send("DELETE", "/events"),
                400,
                "Bad Request",
                "Buffer 'events' is shared: a reset drops the elements of all applications, and needs the scope all,"
                        + " over HTTP ?scope=all");
        assertThat(elements.size()).isEqualTo(1);
        HttpResponse<String> reset = send("DELETE", "/events?scope=all");
        assertThat(reset.statusCode()).isEqualTo(200);
        assertThat(reset.body()).isEqualTo("{\"discarded\":1}");
        assertThat(elements.size()).isZero();
    }

    @Test
    void noOtherScopeIsAllowed() throws Exception {
        startWithShared();
        for (String name : new String[] {"/events", "/orders"}) {
            assertProblem(send("DELETE", name + "?scope=mine"), 400, "Bad Request", "scope must be all, but is mine");
        }
        assertThat(elements.size()).isEqualTo(1);
    }

    @Test
    void aLocalBufferMayHaveTheScope() throws Exception {
        startWithShared();
        buffer("orders").add("a");
        assertThat(send("DELETE", "/orders?scope=all").body()).isEqualTo("{\"discarded\":1}");
    }
}
