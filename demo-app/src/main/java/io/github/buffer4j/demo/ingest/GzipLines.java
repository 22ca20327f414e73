package io.github.buffer4j.demo.ingest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * Writes lines as gzip. The first line is passed on at once and later ones at intervals, however well they compress, so
 * that their reader can tell a slow source from one that is silent.
 */
final class GzipLines {

    private static final int CHUNK = 8 * 1024;

    private final Writer text;
    private final long interval;
    private final LongSupplier nanoTime;
    private long flushed;

    /**
     * Creates a writer, which writes nothing before the first line or the end.
     *
     * @param interval how long lines may be held back while others follow
     */
    GzipLines(OutputStream out, Duration interval, LongSupplier nanoTime) {
        try {
            this.text = new OutputStreamWriter(
                    new GZIPOutputStream(new BufferedOutputStream(out, CHUNK), CHUNK, true), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        this.flushed = nanoTime.getAsLong() - this.interval;
    }

    void add(String line) {
        try {
            text.append(line).append('\n');
            long now = nanoTime.getAsLong();
            if (now - flushed >= interval) {
                text.flush();
                flushed = now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the end of the gzip. Must not be called after a failure, or the part would unpack as the whole. */
    void finish() {
        try {
            text.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
