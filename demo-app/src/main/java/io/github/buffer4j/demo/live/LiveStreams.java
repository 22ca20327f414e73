package io.github.buffer4j.demo.live;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.demo.web.EventStreams;
import java.io.IOException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams the lines that are accepted from now on to listeners. The buffer of a listener exists as long as its stream:
 * until the listener has disconnected or the application stops.
 */
@Component
final class LiveStreams implements DisposableBean {

    private final LiveLines live;
    private final int maxListeners;
    private final EventStreams streams;

    LiveStreams(LiveLines live, LiveProperties properties) {
        this.live = live;
        this.maxListeners = properties.maxListeners();
        this.streams = new EventStreams("live-listener-", properties.heartbeat(), maxListeners);
    }

    /**
     * Opens a stream.
     *
     * @throws ErrorResponseException if there are too many listeners, or the application is shutting down
     */
    SseEmitter open() {
        Buffer<String> lines = join();
        return streams.open(lines, LiveStreams::send, () -> live.leave(lines));
    }

    @Override
    public void destroy() {
        streams.close();
    }

    private Buffer<String> join() {
        try {
            return live.join(maxListeners).orElseThrow(() -> EventStreams.tooManyListeners(null));
        } catch (IllegalStateException e) {
            throw EventStreams.shuttingDown(e);
        }
    }

    /* As JSON, because a line may contain a carriage return, which would end the data of the event. */
    private static void send(String line, SseEmitter stream) throws IOException {
        stream.send(SseEmitter.event().name("line").data(new LiveLine(line)));
    }

    record LiveLine(String text) {}
}
