package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** What happens to items whose last try has failed, and what is logged of it. Thread-safe. */
final class Failures {

    private static final Log LOGGER = LogFactory.getLog(BufferListeners.class);
    private static final long NANOS_BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    private final ListenerSpec spec;
    private final Invocation invocation;
    private final WriterContexts contexts;
    private final Buffer<?> source;
    private final @Nullable Buffer<Object> deadLetters;
    private final ListenerObserver observer;
    private final LongSupplier clock;

    private boolean logged;
    private long loggedAt;
    private long unlogged;

    Failures(
            ListenerSpec spec,
            Invocation invocation,
            WriterContexts contexts,
            Buffer<?> source,
            @Nullable Buffer<Object> deadLetters,
            ListenerObserver observer,
            LongSupplier clock) {
        this.spec = spec;
        this.invocation = invocation;
        this.contexts = contexts;
        this.source = source;
        this.deadLetters = deadLetters;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Applies the policy.
     *
     * @return false if the items have to go back to the buffer and the container has to stop
     */
    boolean giveUp(List<?> items, Throwable failure, int attempts) {
        switch (spec.onFailure()) {
            case STOP -> {
                observer.failed(Outcome.STOPPED, items.size());
                return false;
            }
            case CLOSE -> {
                LOGGER.error(message(items.size()) + " and closes buffer '" + spec.buffer() + "'", failure);
                observer.failed(Outcome.CLOSED, items.size());
                source.closeWithError(failure);
            }
            case DISCARD -> discard(items.size(), failure, Outcome.DISCARDED);
            case DEAD_LETTER -> items.forEach(item -> deadLetter(item, failure, attempts));
        }
        return true;
    }

    /** Logs and counts items that were handled, and whose results nobody takes. */
    void targetClosed(int items, Throwable failure) {
        observer.failed(Outcome.TARGET_CLOSED, items);
        LOGGER.warn(
                "Listener '" + spec.id() + "' stops because buffer '" + spec.sendTo() + "' has ended: the results of "
                        + items + " elements are lost, the other elements stay in buffer '" + spec.buffer() + "'");
        LOGGER.debug("The refusal", failure);
    }

    /** Logs that the results of items were not written, which go back to the buffer. */
    void targetClosedBeforeReturn(int items, Throwable failure) {
        LOGGER.warn("Listener '" + spec.id() + "' stops because buffer '" + spec.sendTo() + "' has ended: " + items
                + " elements without results go back to buffer '" + spec.buffer() + "'");
        LOGGER.debug("The refusal", failure);
    }

    /** Logs the number of losses since the last line, if that was a minute ago. */
    synchronized void flushWhenDue() {
        if (unlogged > 0 && clock.getAsLong() - loggedAt >= NANOS_BETWEEN_LINES) {
            loggedAt = clock.getAsLong();
            flush();
        }
    }

    /** Logs the number of losses since the last line. */
    synchronized void flush() {
        if (unlogged > 0) {
            LOGGER.error("Listener '" + spec.id() + "' has given up another " + unlogged + " elements");
            unlogged = 0;
        }
    }

    private void deadLetter(Object item, Throwable failure, int attempts) {
        int tries = attempts + invocation.redeliveries(item);
        DeadLetter<?> letter = new DeadLetter<>(invocation.element(item), failure, tries, spec.id(), Instant.now());
        if (deadLetters != null && offer(deadLetters, letter, item)) {
            observer.failed(Outcome.DEAD_LETTER, 1);
        } else {
            discard(1, failure, Outcome.DEAD_LETTER_LOST);
        }
    }

    private boolean offer(Buffer<Object> deadLetters, DeadLetter<?> letter, Object item) {
        AutoCloseable scope = contexts.restore(item);
        try {
            return deadLetters.offer(letter);
        } finally {
            WriterContexts.close(scope);
        }
    }

    private void discard(int items, Throwable failure, Outcome outcome) {
        observer.failed(outcome, items);
        log(items, failure);
    }

    private synchronized void log(int items, Throwable failure) {
        long now = clock.getAsLong();
        if (!logged) {
            logged = true;
            loggedAt = now;
            LOGGER.error(
                    message(items)
                            + (deadLetters == null
                                    ? ""
                                    : ", because the buffer '" + spec.deadLetter() + "' for dead letters takes none"),
                    failure);
            return;
        }
        unlogged += items;
        flushWhenDue();
    }

    private String message(int items) {
        return "Listener '" + spec.id() + "' gives up " + items + (items == 1 ? " element" : " elements");
    }
}
