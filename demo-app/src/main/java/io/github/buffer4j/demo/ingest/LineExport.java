package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.demo.web.Problems;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.ErrorResponseException;

/**
 * Exports the stored lines as gzip. Each export is written by a thread of its own to a pipe, while the request reads
 * it: a client that is slow slows down the database query, and one that has left ends it.
 */
@Component
final class LineExport {

    private static final Logger LOGGER = LoggerFactory.getLogger(LineExport.class);
    private static final int PIPE = 64 * 1024;
    private static final int CHUNK = 8 * 1024;

    private final LineStore store;
    private final TransactionOperations transaction;
    private final ExportProperties properties;
    private final Semaphore places;
    private final AtomicLong count = new AtomicLong();
    private final CustomizableThreadFactory writers = new CustomizableThreadFactory();

    LineExport(LineStore store, TransactionOperations transaction, ExportProperties properties) {
        this.store = store;
        this.transaction = transaction;
        this.properties = properties;
        this.places = new Semaphore(properties.maxExports());
        writers.setDaemon(true);
    }

    /**
     * Begins an export and waits for its first bytes. It ends with its stream, which fails if the database does, and
     * must be closed.
     *
     * @throws ErrorResponseException if there are too many exports, or the database does not respond
     * @throws DataAccessException if the database fails before the first bytes
     * @throws TransactionException if there is no connection to the database
     */
    InputStream open() {
        if (!places.tryAcquire()) {
            throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "There are too many exports", null);
        }
        BytesBuffer pipe =
                BytesBuffer.builder().name("export-" + count.incrementAndGet()).block(PIPE);
        Thread writer = writers.newThread(() -> write(pipe));
        writer.setName(pipe.name());
        writer.start();
        InputStream lines = new BufferedInputStream(pipe.inputStream(properties.maxWait()), CHUNK);
        try {
            lines.mark(1);
            lines.read();
            lines.reset();
            return lines;
        } catch (IOException e) {
            pipe.close();
            throw refusal(e);
        }
    }

    private RuntimeException refusal(IOException e) {
        if (e instanceof InterruptedByTimeoutException) {
            return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The database does not respond", e);
        }
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The server is shutting down", e);
    }

    /* The place is free and the connection returned before the reader sees the end. */
    private void write(BytesBuffer pipe) {
        try {
            pipe.produce(out -> {
                try {
                    transaction.executeWithoutResult(status -> writeLines(out));
                } finally {
                    places.release();
                }
            });
        } catch (UncheckedIOException e) {
            LOGGER.info("{} was broken off, because its client has left or the server stops", pipe.name());
        } catch (DataAccessException | TransactionException e) {
            LOGGER.warn("The database failed during {}: {}", pipe.name(), e.getMessage());
        }
    }

    /*
     * No byte is written before the query has succeeded. The writer is closed only after the last line, because closing
     * it writes the end of the gzip: what is cut off by a failure must not unpack as if it were complete.
     */
    private void writeLines(OutputStream out) {
        try (Stream<String> lines = store.lines()) {
            Writer text = new OutputStreamWriter(
                    new GZIPOutputStream(new BufferedOutputStream(out, CHUNK), CHUNK), StandardCharsets.UTF_8);
            for (Iterator<String> rest = lines.iterator(); rest.hasNext(); ) {
                text.append(rest.next()).append('\n');
            }
            text.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
