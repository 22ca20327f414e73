package io.github.buffer4j.demo.alerts;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import io.github.buffer4j.demo.Listener;
import io.github.buffer4j.demo.web.EventStreams;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@DemoTest
@ExtendWith(OutputCaptureExtension.class)
class AlertStreamsTest {

    private static final int MAX_LISTENERS = 3;

    private final DemoClient client;
    private final GrowableBuffer<Alert> alerts;
    private final List<Listener> listeners = new ArrayList<>();

    AlertStreamsTest(@LocalServerPort int port, @Autowired GrowableBuffer<Alert> alerts) {
        this.client = new DemoClient(port);
        this.alerts = alerts;
    }

    @BeforeEach
    void nobodyListens() {
        alerts.reset();
    }

    @AfterEach
    void disconnectAll() throws IOException {
        for (Listener listener : listeners) {
            listener.close();
        }
        await("the listeners of former tests to leave")
                .until(() -> alerts.stats().readersWaiting() == 0 && listenerThreads() == 0);
    }

    @Test
    void aLineThatReportsAnErrorReachesAListener() throws Exception {
        Listener listener = listen();
        client.post("all well\n12:00 ERROR größe\n" + "a warning " + "x".repeat(2000) + "\n");
        await("both alerts to be received").until(() -> listener.events().size() == 2);
        assertThat(listener.events().get(0)).contains("\"level\":\"ERROR\"", "\"text\":\"12:00 ERROR größe\"");
        assertThat(listener.events().get(1)).contains("\"level\":\"WARNING\"").hasSizeLessThan(1200);
        assertThat(listener.lines()).contains("event:alert").anyMatch(line -> line.contains("text/event-stream"));
    }

    @Test
    void alertsWaitForAListener() throws Exception {
        client.post("error 1\nerror 2\n");
        Listener listener = listen();
        await("both alerts to be received").until(() -> listener.events().size() == 2);
    }

    @Test
    void eachAlertReachesOneOfTheListeners() throws Exception {
        for (int i = 0; i < MAX_LISTENERS; i++) {
            listen();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("error number ").append(i).append("!\n");
        }
        client.post(text.toString());
        await("all alerts to be received").until(() -> received().size() == 300);
        for (int i = 0; i < 300; i++) {
            String number = "number " + i + "!";
            assertThat(received()).filteredOn(alert -> alert.contains(number)).hasSize(1);
        }
    }

    @Test
    void anExcessListenerIsRejected() throws Exception {
        for (int i = 0; i < MAX_LISTENERS; i++) {
            listen();
        }
        HttpResponse<String> response = client.get("/alerts");
        assertThat(problem(503, response).get("detail").asString()).isEqualTo("There are too many listeners");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aDisconnectedListenerMakesRoomForAnother(CapturedOutput output) throws Exception {
        for (int i = 0; i < MAX_LISTENERS; i++) {
            listen();
        }
        listeners.get(0).close();
        await("one listener to leave").until(() -> listenerThreads() == MAX_LISTENERS - 1);
        Listener listener = listen();
        client.post("error\n");
        await("the alert to be received").until(() -> received().size() == 1);
        assertThat(listener.isOpen()).isTrue();
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void anAlertThatCannotBeSentIsPutBack() throws InterruptedException {
        GrowableBuffer<Alert> ownAlerts = new GrowableBuffer<>();
        AlertStreams streams = new AlertStreams(ownAlerts, new AlertProperties(Duration.ofMinutes(1), 1));
        SseEmitter stream = streams.open();
        await("the stream to wait for an alert").until(() -> ownAlerts.stats().readersWaiting() == 1);
        stream.complete();
        Alert alert = new Alert(Instant.now(), "ERROR", "error");
        ownAlerts.add(alert);
        await("the alert to be put back").until(() -> ownAlerts.stats().written() == 2);
        assertThat(ownAlerts.snapshot()).containsExactly(alert);
    }

    @Test
    void headIsNoListener() throws Exception {
        client.post("error\n");
        HttpResponse<String> response = client.send(client.request("/alerts").method("HEAD", BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(alerts.size()).isEqualTo(1);
        assertThat(listenerThreads()).isZero();
    }

    private Listener listen() throws IOException {
        Listener listener = new Listener(client.port(), "/alerts");
        listeners.add(listener);
        await("the listener to be connected").until(listener::isOpen);
        return listener;
    }

    private List<String> received() {
        return listeners.stream()
                .flatMap(listener -> listener.events().stream())
                .toList();
    }

    private static long listenerThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("alert-listener-"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(EventStreams.class.getName())))
                .count();
    }
}
