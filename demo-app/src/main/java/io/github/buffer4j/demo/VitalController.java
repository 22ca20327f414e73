package io.github.buffer4j.demo;

import io.github.buffer4j.BufferReader;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the latest vitals, oldest first. They stay in the buffer. */
@RestController
final class VitalController {

    private final BufferReader<Vital> vitals;

    VitalController(BufferReader<Vital> vitals) {
        this.vitals = vitals;
    }

    @GetMapping("/vitals")
    List<Vital> window() {
        return vitals.snapshot();
    }
}
