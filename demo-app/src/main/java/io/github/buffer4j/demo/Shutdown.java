package io.github.buffer4j.demo;

import io.github.buffer4j.BufferWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Knows whether the application stops, and how much time posts in flight still have. When that time is over the buffer
 * {@code ingest} takes no more, which also wakes the posts that have waited for room since before the shutdown.
 */
@Component
class Shutdown {

    private final ApplicationContext context;
    private final BufferWriter<String> ingest;
    private final Duration finishWithin;
    private volatile @Nullable Long deadline;

    Shutdown(ApplicationContext context, BufferWriter<String> ingest, IngestProperties properties) {
        this.context = context;
        this.ingest = ingest;
        this.finishWithin = properties.finishWithin();
    }

    @EventListener
    void begin(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            deadline = System.nanoTime() + finishWithin.toNanos();
            CompletableFuture.delayedExecutor(finishWithin.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(ingest::closeWrite);
        }
    }

    boolean begun() {
        return deadline != null;
    }

    boolean overdue() {
        return begun() && limit(Duration.ofNanos(1)).isZero();
    }

    /** The wait, or what is left of the time to finish if that is less. */
    Duration limit(Duration wait) {
        Long deadline = this.deadline;
        if (deadline == null) {
            return wait;
        }
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return left.compareTo(wait) < 0 ? left : wait;
    }
}
