package io.github.buffer4j.demo.alerts;

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

    /*
     * HEAD requests are mapped to this method too. They must not become listeners, because the alerts they read would
     * be lost.
     */
    @GetMapping(path = "/alerts", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> listen(HttpMethod method) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM);
        return method.equals(HttpMethod.HEAD) ? answer.build() : answer.body(streams.open());
    }
}
