package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.demo.alerts.Alert;
import io.github.buffer4j.demo.live.LiveLines;
import io.github.buffer4j.spring.BufferRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.web.ErrorResponseException;

@ExtendWith(OutputCaptureExtension.class)
class LineIntakeTest {

    private final BlockBuffer<String> ingest = new BlockBuffer<>(10);
    private final GrowableBuffer<Alert> alerts = new GrowableBuffer<>();
    private final IngestProperties properties =
            new IngestProperties(Duration.ZERO, 10, Duration.ofSeconds(30), Duration.ZERO);
    private final LineIntake intake = new LineIntake(
            ingest,
            alerts,
            new LiveLines(new BufferRegistry(List.of())),
            properties,
            new Shutdown(new StaticApplicationContext(), ingest, new Delay(), properties));

    @Test
    void rejectedAlertsAreLoggedAndTheirLinesKept(CapturedOutput output) {
        alerts.closeWrite();
        assertThat(accept("error\nall well\nwarn\n")).isEqualTo(3);
        assertThat(ingest.snapshot()).containsExactly("error", "all well", "warn");
        assertThat(output).contains("2 alerts of a post");
    }

    @Test
    void acceptedAlertsAreNotLogged(CapturedOutput output) {
        assertThat(accept("error\n")).isOne();
        assertThat(alerts.size()).isOne();
        assertThat(output).doesNotContain("alerts of a post");
    }

    @Test
    void aRefusalSaysWhetherTheBufferIsFullOrHasEnded() {
        assertThatExceptionOfType(ErrorResponseException.class)
                .isThrownBy(() -> accept("line\n".repeat(11)))
                .satisfies(e -> assertThat(e.getBody().getDetail()).isEqualTo("The buffer was full for 0 ms"));
        ingest.closeWithError(new IllegalStateException());
        assertThatExceptionOfType(ErrorResponseException.class)
                .isThrownBy(() -> accept("line\n"))
                .satisfies(e -> assertThat(e.getBody().getDetail())
                        .isEqualTo("The buffer has ended and accepts no more lines"));
    }

    private long accept(String text) {
        return intake.accept(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
