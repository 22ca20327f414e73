package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.demo.alerts.Alert;
import io.github.buffer4j.demo.live.LiveLines;
import io.github.buffer4j.demo.web.Problems;
import io.github.buffer4j.spring.redis.BufferUnavailableException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Writes the lines of a post to the buffer {@code ingest}, their alerts to {@code alerts}, and hands them to those who
 * listen live. A full buffer {@code ingest} blocks the client. A post that cannot be completed is rejected with the
 * number of accepted lines, which are kept.
 */
@Component
public final class LineIntake {

    private static final Logger LOGGER = LoggerFactory.getLogger(LineIntake.class);

    private final Buffer<String> ingest;
    private final BufferWriter<Alert> alerts;
    private final LiveLines live;
    private final IngestProperties properties;
    private final Shutdown shutdown;

    LineIntake(
            Buffer<String> ingest,
            BufferWriter<Alert> alerts,
            LiveLines live,
            IngestProperties properties,
            Shutdown shutdown) {
        this.ingest = ingest;
        this.alerts = alerts;
        this.live = live;
        this.properties = properties;
        this.shutdown = shutdown;
    }

    /**
     * Accepts all lines of a body.
     *
     * @return the number of lines
     * @throws ErrorResponseException if not all lines were accepted
     */
    public long accept(InputStream body) {
        LineReader lines = new LineReader(new TimedBody(body), properties.maxLineLength());
        long accepted = 0;
        long unheard = 0;
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!ingest.offer(line, shutdown.limit(properties.maxWait()))) {
                    throw Problems.after(accepted, HttpStatus.SERVICE_UNAVAILABLE, whyThereIsNoRoom(), null);
                }
                accepted++;
                live.offer(line);
                unheard += warnOf(line) ? 0 : 1;
            }
        } catch (BadLineException e) {
            throw Problems.after(accepted, HttpStatus.BAD_REQUEST, e.getMessage(), e);
        } catch (SlowPostException e) {
            LOGGER.info("A post was aborted after {} lines, which are kept: {}", accepted, e.getMessage());
            throw Problems.after(accepted, HttpStatus.REQUEST_TIMEOUT, e.getMessage(), e);
        } catch (OverdueException e) {
            throw Problems.after(accepted, HttpStatus.SERVICE_UNAVAILABLE, e.getMessage(), e);
        } catch (IOException e) {
            LOGGER.info("A post was truncated after {} lines, which are kept: {}", accepted, e.toString());
            throw Problems.after(
                    accepted,
                    timedOut(e) ? HttpStatus.REQUEST_TIMEOUT : HttpStatus.BAD_REQUEST,
                    "The body is truncated",
                    e);
        } catch (BufferUnavailableException e) {
            LOGGER.warn("A post was aborted after {} lines, which are kept: {}", accepted, e.getMessage());
            throw Problems.after(
                    accepted,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The buffer cannot be reached; one more line may be kept",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.after(accepted, HttpStatus.SERVICE_UNAVAILABLE, "The server is shutting down", e);
        } finally {
            if (unheard > 0) {
                LOGGER.warn(
                        "{} alerts of a post were rejected because the buffer was full or closed; their lines are kept",
                        unheard);
            }
        }
        return accepted;
    }

    /* Returns false if the line has an alert that was rejected. */
    private boolean warnOf(String line) {
        Alert alert = Alert.of(line);
        return alert == null || alerts.offer(alert);
    }

    private String whyThereIsNoRoom() {
        if (shutdown.begun()) {
            return OverdueException.MESSAGE;
        }
        return ingest.state() == BufferState.OPEN
                ? "The buffer was full for " + properties.maxWait().toMillis() + " ms"
                : "The buffer has ended and accepts no more lines";
    }

    private static boolean timedOut(@Nullable Throwable cause) {
        return cause != null && (cause instanceof SocketTimeoutException || timedOut(cause.getCause()));
    }

    /** A body that fails to be read once the post is overdue or its client has taken too long. */
    private final class TimedBody extends FilterInputStream {

        private long nanos;

        TimedBody(InputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (shutdown.overdue()) {
                throw new OverdueException();
            }
            if (nanos >= properties.maxDuration().toNanos()) {
                throw new SlowPostException(properties.maxDuration());
            }
            long begin = System.nanoTime();
            int count = super.read(target, offset, length);
            nanos += System.nanoTime() - begin;
            return count;
        }
    }
}
