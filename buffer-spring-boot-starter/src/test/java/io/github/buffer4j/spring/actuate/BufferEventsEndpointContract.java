package io.github.buffer4j.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Buffer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

/** The endpoint of events over HTTP, for each web framework. */
abstract class BufferEventsEndpointContract extends BuffersEndpointServer {

    private static final String EXPOSED = "management.endpoints.web.exposure.include=buffers,bufferevents";

    BufferEventsEndpointContract(WebApplicationType webApplicationType) {
        super(webApplicationType);
    }

    private Buffer<String> startWithEvents() throws Exception {
        Buffer<String> orders = start(EXPOSED, UNRESTRICTED, "buffers.instances.orders.high-water-mark=8");
        orders.write(new String[] {"secret", "b", "c", "d", "e", "f", "g", "h"});
        send("DELETE", "/orders");
        send("POST", "/latest", "{\"capacity\": 512}");
        return orders;
    }

    private HttpResponse<String> events(String query) throws Exception {
        return request("GET", "/bufferevents" + query, "");
    }

    @Test
    void showsTheLatestEventsNewestFirst() throws Exception {
        startWithEvents();
        Instant before = Instant.now().minusSeconds(60);
        HttpResponse<String> response = events("");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("secret");
        assertThat(json(response).propertyNames()).containsExactly("events");
        assertThat(json(response).at("/events"))
                .extracting(event -> event.get("sequence").asInt() + " "
                        + event.get("name").asString() + " " + event.get("kind").asString() + " "
                        + event.get("details"))
                .containsExactly(
                        "3 latest resized {\"from\":8,\"to\":512}",
                        "2 orders reset {\"discarded\":8}",
                        "1 orders relieved {}",
                        "0 orders saturated {}");
        assertThat(json(response).at("/events/0").propertyNames())
                .containsExactly("sequence", "time", "name", "kind", "details");
        assertThat(Instant.parse(json(response).at("/events/0/time").asString()))
                .isBetween(before, Instant.now().plusSeconds(60));
    }

    @Test
    void filtersByNameAndKind() throws Exception {
        startWithEvents();
        assertThat(sequences("?name=orders")).containsExactly(2, 1, 0);
        assertThat(sequences("?kind=resized")).containsExactly(3);
        assertThat(sequences("?name=orders&kind=saturated")).containsExactly(0);
        assertThat(sequences("?name=orders&kind=listener-paused")).isEmpty();
        assertThat(sequences("?name=removed")).isEmpty();
    }

    private List<Integer> sequences(String query) throws Exception {
        HttpResponse<String> response = events(query);
        assertThat(response.statusCode()).isEqualTo(200);
        return json(response)
                .at("/events")
                .valueStream()
                .map(event -> event.get("sequence").asInt())
                .toList();
    }

    @Test
    void describesABadFilter() throws Exception {
        startWithEvents();
        assertProblem(
                events("?kind=full"),
                400,
                "Bad Request",
                "kind must be one of saturated, relieved, overwriting, drained, closed, reset, resized, reader-gone,"
                        + " reader-back, unavailable, available, lost, detached, listener-paused, listener-resumed,"
                        + " listener-failed, dead-letter, given-up, but is full");
        assertProblem(
                events("?nam=orders"), 400, "Bad Request", "The request may have 'name' and 'kind', but has 'nam'");
    }

    @Test
    void changesNothing() throws Exception {
        startWithEvents();
        for (String method : new String[] {"POST", "PUT", "DELETE"}) {
            assertThat(request(method, "/bufferevents", "{}").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void isNotExposedByDefault() throws Exception {
        start();
        assertThat(events("").statusCode()).isEqualTo(404);
    }

    @Test
    void isAvailableWithoutTheOtherEndpoint() throws Exception {
        start("management.endpoints.web.exposure.include=bufferevents");
        assertThat(events("?kind=full").statusCode()).isEqualTo(400);
        assertThat(events("?nam=orders").statusCode()).isEqualTo(400);
        assertThat(send("GET", "").statusCode()).isEqualTo(404);
    }
}
