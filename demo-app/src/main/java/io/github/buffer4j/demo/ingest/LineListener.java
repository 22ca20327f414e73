package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.Retry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Moves lines from the buffer to the database in batches. A batch that fails temporarily is retried without end, so
 * that the buffer fills up and blocks the writers while the database is unavailable. A batch that would fail again, or
 * fails unexpectedly, is split: only the lines that fail are lost.
 */
@Component
final class LineListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(LineListener.class);

    private final LineStore store;
    private final Delay delay;

    LineListener(LineStore store, Delay delay) {
        this.store = store;
        this.delay = delay;
    }

    /** Stores a batch in one transaction, so that one that fails may be split. */
    @BufferListener(
            buffer = "ingest",
            id = "store",
            batch = "500",
            linger = "50ms",
            retry =
                    @Retry(
                            maxRetries = "" + Long.MAX_VALUE,
                            delay = "500ms",
                            multiplier = "1",
                            exceptionIncludes = {DataAccessException.class, TransactionException.class},
                            exceptionExcludes = DataIntegrityViolationException.class))
    void store(List<String> lines) {
        delay.pause();
        try {
            store.insert(lines);
        } catch (DataAccessException | TransactionException e) {
            LOGGER.warn("The database rejected {} lines: {}", lines.size(), e.getMessage());
            throw e;
        }
    }
}
