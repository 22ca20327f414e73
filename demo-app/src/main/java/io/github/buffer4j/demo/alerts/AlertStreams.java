package io.github.buffer4j.demo.alerts;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.demo.web.Problems;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams the buffer {@code alerts} to listeners, with one thread per listener. Listeners compete: each alert goes to
 * one of them, and an alert that cannot be sent is put back for the others. An alert sent to a client that has just
 * disconnected may be lost, because TCP accepts it without an error; heartbeats keep this period short.
 *
 * <p>The buffer ends before the web server waits for its requests, and the streams end with the buffer.
 */
@Component
class AlertStreams implements DisposableBean {

    private static final Logger LOGGER = LoggerFactory.getLogger(AlertStreams.class);

    private final Buffer<Alert> alerts;
    private final AlertProperties properties;
    private final ThreadPoolExecutor threads;

    AlertStreams(Buffer<Alert> alerts, AlertProperties properties) {
        this.alerts = alerts;
        this.properties = properties;
        CustomizableThreadFactory factory = new CustomizableThreadFactory("alert-listener-");
        factory.setDaemon(true);
        this.threads = new ThreadPoolExecutor(
                0, properties.maxListeners(), 1, TimeUnit.MINUTES, new SynchronousQueue<>(), factory);
    }

    /**
     * Opens a stream.
     *
     * @throws ErrorResponseException if there are too many listeners, or the application is shutting down
     */
    SseEmitter open() {
        if (alerts.state() != BufferState.OPEN) {
            throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The application is shutting down", null);
        }
        SseEmitter stream = new SseEmitter(0L);
        try {
            threads.execute(() -> run(stream));
        } catch (RejectedExecutionException e) {
            throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "There are too many listeners", e);
        }
        return stream;
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }

    private void run(SseEmitter stream) {
        try {
            stream.send(SseEmitter.event().comment("alerts follow"));
            while (!alerts.state().isTerminal()) {
                Alert alert = alerts.poll(properties.heartbeat());
                if (alert == null) {
                    stream.send(SseEmitter.event().comment("heartbeat"));
                } else {
                    send(alert, stream);
                }
            }
            stream.complete();
        } catch (InterruptedException e) {
            stream.complete();
        } catch (IOException | IllegalStateException e) {
            LOGGER.debug("A listener has disconnected", e);
        }
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
