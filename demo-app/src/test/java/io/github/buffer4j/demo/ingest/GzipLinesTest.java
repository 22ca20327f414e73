package io.github.buffer4j.demo.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipLinesTest {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final GzipLines lines = new GzipLines(out, INTERVAL, nanoTime::get);

    @Test
    void nothingIsWrittenBeforeTheFirstLine() {
        assertThat(out.size()).isZero();
    }

    @Test
    void theFirstLineIsPassedOnAtOnce() throws IOException {
        lines.add("first");
        assertThat(received("first\n".length())).isEqualTo("first\n");
    }

    @Test
    void laterLinesArePassedOnAtIntervals() throws IOException {
        lines.add("1");
        int size = out.size();
        nanoTime.addAndGet(INTERVAL.toNanos() - 1);
        lines.add("2");
        assertThat(out.size()).isEqualTo(size);
        nanoTime.addAndGet(1);
        lines.add("3");
        assertThat(received(6)).isEqualTo("1\n2\n3\n");
        size = out.size();
        lines.add("4");
        assertThat(out.size()).isEqualTo(size);
    }

    @Test
    void whatIsFinishedIsComplete() throws IOException {
        lines.add("größe");
        lines.add("");
        lines.finish();
        assertThat(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes())
                .asString(UTF_8)
                .isEqualTo("größe\n\n");
    }

    private String received(int bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readNBytes(bytes), UTF_8);
    }
}
