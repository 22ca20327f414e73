package io.github.buffer4j.demo.desk;

import io.github.buffer4j.demo.ingest.Delay;
import io.github.buffer4j.demo.ingest.LineIntake;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The controls of the pipeline, for the operator. */
@RestController
@RequestMapping(path = "/desk", consumes = MediaType.APPLICATION_JSON_VALUE)
final class PipelineController {

    private static final Logger LOGGER = LoggerFactory.getLogger(PipelineController.class);
    private static final int LINES_PER_ALERT = 100;

    private final LineIntake intake;
    private final Delay delay;
    private final Bursts bursts;

    PipelineController(LineIntake intake, Delay delay, Bursts bursts) {
        this.intake = intake;
        this.delay = delay;
        this.bursts = bursts;
    }

    /** Writes lines as a post of them does: one in a hundred has an alert, and a full buffer blocks the request. */
    @PostMapping("/burst")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Written burst(@RequestBody Setting lines) {
        int count = lines.between(1, Bursts.MAX_ELEMENTS);
        return bursts.run(() -> {
            byte[] text = text(count).getBytes(StandardCharsets.UTF_8);
            return new Written(intake.accept(new ByteArrayInputStream(text)), count);
        });
    }

    /** Delays each batch that the listener stores. */
    @PostMapping("/delay")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delay(@RequestBody Setting millis, Principal operator) {
        delay.set(millis.between(0, Delay.MAX_MILLIS));
        LOGGER.info("Listener 'store' was delayed by '{}': by {} ms a batch", operator.getName(), delay.millis());
    }

    /** Does nothing; its status shows whether the login is that of the operator. */
    @PostMapping("/login")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void login(@RequestBody Object ignored) {}

    private static String text(int lines) {
        Instant time = Instant.now();
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            text.append(time)
                    .append(i % LINES_PER_ALERT == 0 ? " ERROR sensor failed, burst line " : " INFO burst line ")
                    .append(i)
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * The result of a burst.
     *
     * @param written the number of elements that were written
     * @param of the number of elements of the burst
     */
    record Written(long written, int of) {}
}
