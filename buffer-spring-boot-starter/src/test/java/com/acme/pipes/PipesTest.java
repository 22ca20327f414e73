package com.acme.pipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.BytesBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code of the page about bytes, with what the page says of it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PipesTest {

    private static final byte[] TEXT = text();

    private final ByteArrayOutputStream uploaded = new ByteArrayOutputStream();
    private final CompletableFuture<Void> written = new CompletableFuture<>();
    private final Uploads uploads = new Uploads(this::start, in -> in.transferTo(uploaded));

    @Test
    void aReportIsUploadedWhole() throws Exception {
        uploads.send(PipesTest::write);
        assertThat(uploaded.toByteArray()).isEqualTo(TEXT);
        uploaded.reset();
        uploads.sendThroughPipedStreams(PipesTest::write);
        assertThat(uploaded.toByteArray()).isEqualTo(TEXT);
    }

    @Test
    void aReportThatFailsIsNoUpload() throws Exception {
        uploads.sendThroughPipedStreams(PipesTest::fail);
        assertThat(uploaded.toByteArray()).isEqualTo(TEXT);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> uploads.send(PipesTest::fail))
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCompressedReportThatFailsHasNoEnd() throws Exception {
        uploads.sendCompressed(PipesTest::write);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(uploaded.toByteArray())).readAllBytes())
                .isEqualTo(TEXT);
        uploaded.reset();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> uploads.sendCompressed(PipesTest::fail))
                .withCauseInstanceOf(IllegalStateException.class);
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> new GZIPInputStream(new ByteArrayInputStream(uploaded.toByteArray())).readAllBytes());
    }

    @Test
    void anUploadThatGivesUpEndsTheReport() {
        Uploads refused = new Uploads(this::start, in -> {
            assertThat(in.read()).isNotNegative();
            throw new IOException("refused");
        });
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> refused.send(PipesTest::write))
                .withMessage("refused");
        assertThat(written)
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(UncheckedIOException.class);
    }

    @Test
    void anUploadWaitsForALimitedTime() throws Exception {
        Uploads impatient = new Uploads(this::start, in -> {
            throw new InterruptedByTimeoutException();
        });
        assertThat(impatient.sendInTime(BytesBuffer.block(10))).isFalse();
        BytesBuffer pipe = BytesBuffer.block(TEXT.length);
        pipe.produce(PipesTest::write);
        assertThat(uploads.sendInTime(pipe)).isTrue();
        assertThat(uploaded.toByteArray()).isEqualTo(TEXT);
    }

    @Test
    void aPipeIsSavedThroughItsChannel(@TempDir Path directory) throws IOException {
        BytesBuffer pipe = BytesBuffer.block(64 * 1024);
        start(() -> pipe.produce(PipesTest::write));
        Path file = directory.resolve("report");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Uploads.save(pipe, channel);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(TEXT);
    }

    @Test
    void aTailKeepsTheLatestOutput() throws IOException {
        Tail tail = new Tail();
        tail.follow(new ByteArrayInputStream(TEXT));
        byte[] end = Arrays.copyOfRange(TEXT, TEXT.length - 64 * 1024, TEXT.length);
        try (InputStream latest = tail.latest()) {
            assertThat(latest.readAllBytes()).isEqualTo(end);
        }
    }

    @Test
    void aSpoolAcceptsMessagesWhileItsPeerDoesNotRead() throws Exception {
        Spool spool = new Spool();
        int count = 0;
        try {
            for (; ; count++) {
                spool.send(TEXT);
            }
        } catch (BufferFullException e) {
            assertThat(count).isEqualTo(16 * 1024 * 1024 / TEXT.length);
        }
        spool.end();
        spool.run(uploaded);
        assertThat(uploaded.size()).isEqualTo(count * TEXT.length);
    }

    private void start(Runnable task) {
        new Thread(() -> {
                    try {
                        task.run();
                        written.complete(null);
                    } catch (RuntimeException e) {
                        written.completeExceptionally(e);
                    }
                })
                .start();
    }

    private static byte[] text() {
        byte[] text = new byte[300_000];
        new Random(1).nextBytes(text);
        return text;
    }

    private static void write(OutputStream out) {
        try {
            out.write(TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fail(OutputStream out) {
        write(out);
        throw new IllegalStateException("The report has no end");
    }
}
