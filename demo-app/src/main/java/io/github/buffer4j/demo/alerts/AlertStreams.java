package io.github.buffer4j.demo.alerts;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.demo.web.EventStreams;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams the buffer {@code alerts} to listeners. Listeners compete: each alert goes to one of them, and an alert that
 * cannot be sent is put back for the others. An alert sent to a client that has just disconnected may be lost, because
 * TCP accepts it without an error; heartbeats keep this period short.
 *
 * <p>The buffer ends before the web server waits for its requests, and the streams end with the buffer.
 */
@Component
class AlertStreams implements DisposableBean {

    private static final Logger LOGGER = LoggerFactory.getLogger(AlertStreams.class);

    private final Buffer<Alert> alerts;
    private final EventStreams streams;

    AlertStreams(Buffer<Alert> alerts, AlertProperties properties) {
        this.alerts = alerts;
        this.streams = new EventStreams("alert-listener-", properties.heartbeat(), properties.maxListeners());
    }

    /**
     * Opens a stream.
     *
     * @throws ErrorResponseException if there are too many listeners, or the application is shutting down
     */
    SseEmitter open() {
        if (alerts.state() != BufferState.OPEN) {
            throw EventStreams.shuttingDown(null);
        }
        return streams.open(alerts, this::send, () -> {});
    }

    @Override
    public void destroy() {
        streams.close();
    }

    private void send(Alert alert, SseEmitter stream) throws IOException {
        boolean sent = false;
        try {
            stream.send(SseEmitter.event().name("alert").data(alert));
            sent = true;
        } finally {
            if (!sent) {
                alerts.putBack(List.of(alert));
                if (alerts.state().isTerminal()) {
                    LOGGER.warn(
                            "An alert is lost: its listener has disconnected, and the application is shutting down");
                }
            }
        }
    }
}
