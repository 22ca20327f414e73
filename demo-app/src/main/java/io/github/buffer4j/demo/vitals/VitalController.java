package io.github.buffer4j.demo.vitals;

import io.github.buffer4j.BufferReader;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Returns the latest vitals, oldest first, without removing them from the buffer. */
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
