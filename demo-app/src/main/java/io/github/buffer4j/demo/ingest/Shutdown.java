package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.SharedBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tracks whether the application is shutting down, and the remaining time for posts in progress. When the time is up,
 * closes the buffer {@code ingest} for writing, which also wakes posts that are waiting for room. A buffer that other
 * instances share stays open: no post waits for room for longer than the remaining time.
 */
@Component
class Shutdown {

    private final ApplicationContext context;
    private final BufferWriter<String> ingest;
    private final Delay delay;
    private final Duration finishWithin;
    private volatile @Nullable Long deadline;

    Shutdown(ApplicationContext context, BufferWriter<String> ingest, Delay delay, IngestProperties properties) {
        this.context = context;
        this.ingest = ingest;
        this.delay = delay;
        this.finishWithin = properties.finishWithin();
    }

    @EventListener
    void begin(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            delay.end();
            deadline = System.nanoTime() + finishWithin.toNanos();
            if (!(ingest instanceof SharedBuffer)) {
                CompletableFuture.delayedExecutor(finishWithin.toNanos(), TimeUnit.NANOSECONDS)
                        .execute(ingest::closeWrite);
            }
        }
    }

    boolean begun() {
        return deadline != null;
    }

    boolean overdue() {
        return begun() && limit(Duration.ofNanos(1)).isZero();
    }

    /** Returns the wait, or the remaining time if that is shorter. */
    Duration limit(Duration wait) {
        Long deadline = this.deadline;
        if (deadline == null) {
            return wait;
        }
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return left.compareTo(wait) < 0 ? left : wait;
    }
}
