package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferReader;
import io.github.buffer4j.spring.BufferLifecycle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Moves lines from the buffer to the database in batches until the buffer has ended. A batch that fails temporarily is
 * retried, so that the buffer fills up and blocks the writers while the database is unavailable. A batch that would
 * fail again, or fails unexpectedly, is given up and logged as an error.
 *
 * <p>{@link BufferLifecycle} waits for the last batch for up to the {@code drain-timeout} of the buffer. A batch that
 * fails after that is given up. If the database does not respond at all, the thread that shuts down the application
 * logs the number of lines.
 */
@Component
final class LineConsumer implements SmartLifecycle {

    private static final int MAX_BATCH = 500;
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Logger LOGGER = LoggerFactory.getLogger(LineConsumer.class);

    private final BufferReader<String> ingest;
    private final LineStore store;
    private final Duration patience;
    private final CountDownLatch noMoreTries = new CountDownLatch(1);
    private final AtomicReference<@Nullable List<String>> inHand = new AtomicReference<>();
    private final Thread thread = new Thread(this::consume, "line-consumer");

    LineConsumer(BufferReader<String> ingest, LineStore store, @Value("${demo.give-up-after:1s}") Duration patience) {
        this.ingest = ingest;
        this.store = store;
        this.patience = patience;
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        try {
            noMoreTries.countDown();
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> batch = inHand.getAndSet(null);
        if (batch != null) {
            LOGGER.error("Gave up {} lines, which may not be in the database: it does not respond", batch.size());
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return BufferLifecycle.PHASE - 1024;
    }

    private void consume() {
        try {
            List<String> batch = ingest.readBatch(MAX_BATCH, LINGER);
            while (!batch.isEmpty()) {
                inHand.set(batch);
                insert(batch);
                batch = ingest.readBatch(MAX_BATCH, LINGER);
            }
        } catch (BufferClosedException e) {
            LOGGER.warn("The buffer was closed before it was drained", e);
        } catch (InterruptedException e) {
            LOGGER.warn("Interrupted; the remaining elements stay in the buffer", e);
        }
    }

    private void insert(List<String> batch) {
        while (true) {
            try {
                store.insert(batch);
                if (inHand.getAndSet(null) == null) {
                    LOGGER.warn("The {} lines that were given up have been stored after all", batch.size());
                }
                return;
            } catch (DataIntegrityViolationException e) {
                giveUp(batch, e);
                return;
            } catch (DataAccessException | TransactionException e) {
                LOGGER.warn("The database rejected {} lines: {}", batch.size(), e.getMessage());
            } catch (RuntimeException | Error e) {
                giveUp(batch, e);
                return;
            }
            if (stoppedDuringPause()) {
                giveUp(batch, null);
                return;
            }
        }
    }

    private void giveUp(List<String> batch, @Nullable Throwable cause) {
        if (inHand.getAndSet(null) != null) {
            LOGGER.error("Gave up {} lines, which are not in the database", batch.size(), cause);
        }
    }

    private boolean stoppedDuringPause() {
        try {
            return noMoreTries.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
