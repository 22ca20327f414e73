package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.demo.web.Problems;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
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
    private static final int FLUSHES_PER_WAIT = 8;

    private final LineStore store;
    private final TransactionOperations transaction;
    private final ExportProperties properties;
    private final ThreadFactory threads;
    private final Semaphore places;
    private final AtomicLong count = new AtomicLong();

    @Autowired
    LineExport(LineStore store, TransactionOperations transaction, ExportProperties properties) {
        this(store, transaction, properties, Thread::new);
    }

    LineExport(LineStore store, TransactionOperations transaction, ExportProperties properties, ThreadFactory threads) {
        this.store = store;
        this.transaction = transaction;
        this.properties = properties;
        this.threads = threads;
        this.places = new Semaphore(properties.maxExports());
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
        ExportStream export = start();
        try {
            InputStream lines = new BufferedInputStream(export, CHUNK);
            lines.mark(1);
            lines.read();
            lines.reset();
            return lines;
        } catch (IOException e) {
            export.close();
            throw refusal(e);
        }
    }

    /* The place is released by the thread, unless there is none. */
    private ExportStream start() {
        try {
            BytesBuffer pipe = BytesBuffer.builder()
                    .name("export-" + count.incrementAndGet())
                    .block(PIPE);
            ExportQuery query = new ExportQuery();
            ExportStream lines = new ExportStream(pipe, query, properties.maxWait());
            Thread writer = threads.newThread(() -> write(pipe, query));
            writer.setName(pipe.name());
            writer.setDaemon(true);
            writer.start();
            return lines;
        } catch (Throwable e) {
            places.release();
            throw e;
        }
    }

    private static RuntimeException refusal(IOException e) {
        Throwable cause = e.getCause();
        if (e instanceof ExportTimeoutException || cause instanceof ExportTimeoutException) {
            return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The database does not respond", e);
        }
        if (e instanceof InterruptedIOException) {
            return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The server is shutting down", e);
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException("An export failed", e);
    }

    /* The place is free and the connection returned before the reader sees the end. */
    private void write(BytesBuffer pipe, ExportQuery query) {
        try {
            pipe.produce(out -> {
                try {
                    writeInTime(pipe, out, query);
                } finally {
                    places.release();
                }
            });
        } catch (Throwable e) {
            report(pipe, e);
        }
    }

    private void writeInTime(BytesBuffer pipe, OutputStream out, ExportQuery query) {
        CompletableFuture<?> ended = limitDuration(pipe);
        try {
            transaction.executeWithoutResult(status -> writeLines(out, query));
        } finally {
            ended.complete(null);
        }
    }

    /* Closes the pipe when the time is up, since the thread that writes may wait for a client that hardly reads. */
    private CompletableFuture<?> limitDuration(BytesBuffer pipe) {
        Duration maxDuration = properties.maxDuration();
        CompletableFuture<Object> ended = new CompletableFuture<>();
        ended.orTimeout(maxDuration.toNanos(), TimeUnit.NANOSECONDS).exceptionally(timeout -> {
            pipe.closeWithError(new ExportTimeoutException(
                    "The export was not complete after " + maxDuration.toMillis() + " ms", timeout));
            return pipe;
        });
        return ended;
    }

    /* The pipe has another error than the failure of its writer, or none, if it was closed before. */
    private static void report(BytesBuffer pipe, Throwable failure) {
        Throwable reason = pipe.error();
        if (reason instanceof ExportTimeoutException) {
            LOGGER.warn("{} was broken off: {}", pipe.name(), reason.getMessage());
        } else if (reason != failure) {
            LOGGER.info("{} was broken off, because its client has left or the server stops", pipe.name());
        } else if (failure instanceof DataAccessException || failure instanceof TransactionException) {
            LOGGER.warn("The database failed during {}: {}", pipe.name(), failure.getMessage());
        } else {
            LOGGER.error("{} failed", pipe.name(), failure);
        }
    }

    /* No byte is written before the query has succeeded. */
    private void writeLines(OutputStream out, ExportQuery query) {
        GzipLines lines = new GzipLines(out, properties.maxWait().dividedBy(FLUSHES_PER_WAIT), System::nanoTime);
        store.forEachLine(query, lines::add);
        lines.finish();
    }
}
