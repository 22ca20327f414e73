package com.acme.pipes;

import io.github.buffer4j.BytesBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;

/** Uploads reports that are written meanwhile. */
final class Uploads {

    private final Executor executor;
    private final Upload upload;

    Uploads(Executor executor, Upload upload) {
        this.executor = executor;
        this.upload = upload;
    }

    /** Code that writes to an output stream. */
    interface Report {

        void writeTo(OutputStream out) throws IOException;
    }

    /** Code that reads an input stream. */
    interface Upload {

        void send(InputStream in) throws IOException;
    }

    void sendThroughPipedStreams(Report report) throws IOException {
        // docs/bytes.md
        PipedInputStream in = new PipedInputStream(64 * 1024);
        PipedOutputStream out = new PipedOutputStream(in);
        executor.execute(() -> {
            try (out) {
                report.writeTo(out); // if it throws, the upload ends as if it were complete
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (in) {
            upload.send(in);
        }
        // end
    }

    void send(Report report) throws IOException {
        // docs/bytes.md
        BytesBuffer pipe = BytesBuffer.block(64 * 1024);
        executor.execute(() -> {
            try {
                pipe.produce(report::writeTo); // if it throws, so does the upload
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (InputStream in = pipe.inputStream()) { // closing it ends the report
            upload.send(in);
        }
        // end
    }

    void sendCompressed(Report report) throws IOException {
        BytesBuffer pipe = BytesBuffer.block(64 * 1024);
        executor.execute(() -> {
            try {
                compress(report, pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (InputStream in = pipe.inputStream()) {
            upload.send(in);
        }
    }

    private static void compress(Report report, BytesBuffer pipe) throws IOException {
        // docs/bytes.md
        pipe.produce(out -> {
            GZIPOutputStream gzip = new GZIPOutputStream(out);
            report.writeTo(gzip);
            gzip.close(); // the end of the file, which a report that throws does not reach
        });
        // end
    }

    boolean sendInTime(BytesBuffer pipe) throws IOException {
        // docs/bytes.md
        try (InputStream in = pipe.inputStream(Duration.ofSeconds(10))) {
            upload.send(in);
            return true;
        } catch (InterruptedByTimeoutException e) {
            return false; // nothing was written for ten seconds
        }
        // end
    }

    static void save(BytesBuffer pipe, FileChannel file) throws IOException {
        // docs/bytes.md
        ByteBuffer chunk = ByteBuffer.allocateDirect(64 * 1024);
        try (ReadableByteChannel in = pipe.readableChannel()) {
            while (in.read(chunk) >= 0) {
                chunk.flip();
                file.write(chunk);
                chunk.compact();
            }
        }
        // end
    }
}
