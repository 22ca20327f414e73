package io.github.buffer4j.demo;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Hands out alerts as server-sent events. */
@RestController
final class AlertController {

    private final AlertStreams streams;

    AlertController(AlertStreams streams) {
        this.streams = streams;
    }

    /* A HEAD request arrives here too. It must not become a listener, because nobody would see what it reads. */
    @GetMapping(path = "/alerts", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> listen(HttpMethod method) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM);
        return method.equals(HttpMethod.HEAD) ? answer.build() : answer.body(streams.open());
    }
}
