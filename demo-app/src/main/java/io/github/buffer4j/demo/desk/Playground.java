package io.github.buffer4j.demo.desk;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.demo.ingest.Delay;
import io.github.buffer4j.demo.web.Problems;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * The buffers {@code try-block}, {@code try-ring} and {@code try-growable}, for experiments. Each is created from the
 * template of its name when the operator opens it, with a listener that takes numbers, one at a time and as slowly as
 * the operator wants. They end with the other buffers when the application shuts down.
 */
@Component
final class Playground {

    static final Map<String, String> KINDS =
            Map.of("block", "try-block", "ring", "try-ring", "growable", "try-growable");

    private static final Duration MAX_WAIT = Duration.ofSeconds(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
    private static final Logger LOGGER = LoggerFactory.getLogger(Playground.class);

    private final BufferRegistry buffers;
    private final BufferListeners listeners;
    private final Map<String, Toy> toys = new LinkedHashMap<>();

    Playground(BufferRegistry buffers, BufferListeners listeners) {
        this.buffers = buffers;
        this.listeners = listeners;
    }

    /** Returns the delays of the consumers in milliseconds, by the name of the buffer. */
    synchronized Map<String, Integer> delays() {
        Map<String, Integer> delays = new LinkedHashMap<>();
        toys.forEach((name, toy) -> delays.put(name, toy.delay().millis()));
        return delays;
    }

    /**
     * Opens a buffer, and opens one anew that has ended.
     *
     * @throws ErrorResponseException if the application is shutting down
     */
    synchronized void open(String name) {
        Toy former = toys.get(name);
        if (former != null && former.buffer().state() == BufferState.OPEN) {
            return;
        }
        remove(name);
        try {
            Delay delay = new Delay();
            Buffer<Integer> buffer = buffers.create(name, name);
            toys.put(name, new Toy(buffer, delay));
            listeners.register(
                    ListenerSpec.builder(name, name).stopTimeout(STOP_TIMEOUT).build(), (Integer number) -> {
                        delay.pause();
                        return null;
                    });
        } catch (IllegalStateException e) {
            remove(name);
            throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The application is shutting down", e);
        }
        LOGGER.info("Buffer '{}' was opened", name);
    }

    /** Removes a buffer with its listener. */
    synchronized void remove(String name) {
        if (toys.remove(name) != null) {
            listeners.remove(name);
            buffers.remove(name);
        }
    }

    /**
     * Writes numbers until all are written, the buffer ends, or a number has no room: in time in a block buffer, and at
     * once in a growable one, whose writers never wait.
     *
     * @return how many were written
     * @throws ErrorResponseException if the buffer is not there
     */
    int burst(String name, int count) {
        Buffer<Integer> buffer = toy(name).buffer();
        Duration patience = buffer instanceof BlockBuffer ? MAX_WAIT : Duration.ZERO;
        long begin = System.nanoTime();
        int written = 0;
        try {
            while (written < count && buffer.offer(written, patience.minusNanos(System.nanoTime() - begin))) {
                written++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return written;
    }

    /**
     * Sets the delay of the consumer.
     *
     * @throws ErrorResponseException if the buffer is not there
     */
    void delay(String name, int millis) {
        toy(name).delay().set(millis);
    }

    /**
     * Ends a buffer.
     *
     * @param cause the error for both sides; null for an end after which the consumer gets what is left
     * @throws ErrorResponseException if the buffer is not there
     */
    void end(String name, @Nullable Throwable cause) {
        Buffer<Integer> buffer = toy(name).buffer();
        if (cause == null) {
            buffer.closeWrite();
        } else {
            buffer.closeWithError(cause);
        }
    }

    private synchronized Toy toy(String name) {
        Toy toy = toys.get(name);
        if (toy == null) {
            throw Problems.of(HttpStatus.CONFLICT, "The buffer " + name + " is not open", null);
        }
        return toy;
    }

    private record Toy(Buffer<Integer> buffer, Delay delay) {}
}
