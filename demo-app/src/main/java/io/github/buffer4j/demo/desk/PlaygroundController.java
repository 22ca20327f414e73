package io.github.buffer4j.demo.desk;

import io.github.buffer4j.demo.desk.PipelineController.Written;
import io.github.buffer4j.demo.ingest.Delay;
import io.github.buffer4j.demo.web.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The controls of the playground, for the operator. */
@RestController
@RequestMapping("/desk/try/{kind}")
final class PlaygroundController {

    private static final int MAX_NUMBERS = 10_000;

    private final Playground playground;
    private final Bursts bursts;

    PlaygroundController(Playground playground, Bursts bursts) {
        this.playground = playground;
        this.bursts = bursts;
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void open(@PathVariable String kind) {
        playground.open(name(kind));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String kind) {
        playground.remove(name(kind));
    }

    @PostMapping(path = "/burst", consumes = MediaType.APPLICATION_JSON_VALUE)
    Written burst(@PathVariable String kind, @RequestBody Setting numbers) {
        String name = name(kind);
        int count = numbers.between(1, MAX_NUMBERS);
        return bursts.run(() -> new Written(playground.burst(name, count), count));
    }

    @PostMapping(path = "/delay", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delay(@PathVariable String kind, @RequestBody Setting millis) {
        playground.delay(name(kind), millis.between(0, Delay.MAX_MILLIS));
    }

    @PostMapping(path = "/close-write", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void closeWrite(@PathVariable String kind, @RequestBody Object ignored) {
        playground.end(name(kind), null);
    }

    @PostMapping(path = "/close-with-error", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void closeWithError(@PathVariable String kind, @RequestBody Object ignored) {
        playground.end(name(kind), new IllegalStateException("Closed at the desk"));
    }

    private static String name(String kind) {
        String name = Playground.KINDS.get(kind);
        if (name == null) {
            throw Problems.of(HttpStatus.NOT_FOUND, "There is no kind " + kind, null);
        }
        return name;
    }
}
