package io.github.buffer4j.demo.alerts;

import io.github.buffer4j.demo.web.EventStreams;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Streams alerts as server-sent events. */
@RestController
final class AlertController {

    private final AlertStreams streams;

    AlertController(AlertStreams streams) {
        this.streams = streams;
    }

    @GetMapping(path = "/alerts", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> listen(HttpMethod method) {
        return EventStreams.answer(method, streams::open);
    }
}
