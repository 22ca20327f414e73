package io.github.buffer4j.demo;

import io.github.buffer4j.BufferWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Moves the lines of a post into the buffer {@code ingest}, and those that report trouble into {@code alerts} as well.
 * A full buffer holds up the client; a post that cannot go on is refused with the number of lines that went in, and
 * these stay in.
 */
@Component
final class LineIntake {

    private static final Logger LOGGER = LoggerFactory.getLogger(LineIntake.class);

    private final BufferWriter<String> ingest;
    private final BufferWriter<Alert> alerts;
    private final IngestProperties properties;
    private final Shutdown shutdown;

    LineIntake(
            BufferWriter<String> ingest, BufferWriter<Alert> alerts, IngestProperties properties, Shutdown shutdown) {
        this.ingest = ingest;
        this.alerts = alerts;
        this.properties = properties;
        this.shutdown = shutdown;
    }

    /**
     * Takes a body to its end.
     *
     * @return how many lines went in, which is all of them
     * @throws ErrorResponseException if not all of them went in
     */
    long accept(InputStream body) {
        LineReader lines = new LineReader(new TimedBody(body), properties.maxLineLength());
        long accepted = 0;
        long unheard = 0;
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!ingest.offer(line, shutdown.limit(properties.maxWait()))) {
                    throw Problems.after(accepted, HttpStatus.SERVICE_UNAVAILABLE, whyThereIsNoRoom(), null);
                }
                accepted++;
                unheard += warnOf(line) ? 0 : 1;
            }
        } catch (BadLineException e) {
            throw Problems.after(accepted, HttpStatus.BAD_REQUEST, e.getMessage(), e);
        } catch (SlowPostException e) {
            LOGGER.info("A post was cut after {} lines, they are kept: {}", accepted, e.getMessage());
            throw Problems.after(accepted, HttpStatus.REQUEST_TIMEOUT, e.getMessage(), e);
        } catch (OverdueException e) {
            throw Problems.after(accepted, HttpStatus.SERVICE_UNAVAILABLE, e.getMessage(), e);
        } catch (IOException e) {
            LOGGER.info("A post broke off after {} lines, they are kept: {}", accepted, e.toString());
            throw Problems.after(
                    accepted,
                    timedOut(e) ? HttpStatus.REQUEST_TIMEOUT : HttpStatus.BAD_REQUEST,
                    "The body broke off",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.after(accepted, HttpStatus.SERVICE_UNAVAILABLE, "The server stops", e);
        } finally {
            if (unheard > 0) {
                LOGGER.warn("{} alerts of a post have no room or come too late; their lines are kept", unheard);
            }
        }
        return accepted;
    }

    /* Returns whether there is nothing to warn of, or the alert went in. */
    private boolean warnOf(String line) {
        Alert alert = Alert.of(line);
        return alert == null || alerts.offer(alert);
    }

    private String whyThereIsNoRoom() {
        Duration wait = properties.maxWait();
        return shutdown.begun() ? OverdueException.MESSAGE : "The buffer was full for " + wait.toMillis() + " ms";
    }

    private static boolean timedOut(@Nullable Throwable cause) {
        return cause != null && (cause instanceof SocketTimeoutException || timedOut(cause.getCause()));
    }

    /** A body that cannot be read on once the post is overdue, or its client has taken too long. */
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
