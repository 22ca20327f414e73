package io.github.buffer4j.demo.web;

import io.github.buffer4j.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams the elements of buffers to listeners as server-sent events, with one thread per listener. A stream ends with
 * its buffer. A heartbeat is sent when there was nothing to send for a while, so that a listener that has disconnected
 * is noticed.
 */
public final class EventStreams implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventStreams.class);

    private final Duration heartbeat;
    private final ThreadPoolExecutor threads;

    public EventStreams(String threadNamePrefix, Duration heartbeat, int maxListeners) {
        this.heartbeat = heartbeat;
        CustomizableThreadFactory factory = new CustomizableThreadFactory(threadNamePrefix);
        factory.setDaemon(true);
        this.threads = new ThreadPoolExecutor(0, maxListeners, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), factory);
    }

    /** Checks the properties of streams, which begin with a prefix. */
    public static void requireValid(String prefix, Duration heartbeat, int maxListeners) {
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException(prefix + ".heartbeat must be positive, but is " + heartbeat);
        }
        if (maxListeners < 1) {
            throw new IllegalArgumentException(prefix + ".max-listeners must be 1 or more, but is " + maxListeners);
        }
    }

    /** Returns the problem of an excess listener. */
    public static ErrorResponseException tooManyListeners(@Nullable Throwable cause) {
        return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "There are too many listeners", cause);
    }

    /** Returns the problem of a listener that arrives during the shutdown. */
    public static ErrorResponseException shuttingDown(@Nullable Throwable cause) {
        return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The application is shutting down", cause);
    }

    /**
     * Responds with a stream. Requests with the method HEAD are mapped like those with GET, but must not become
     * listeners, because what they read would be lost.
     */
    public static ResponseEntity<SseEmitter> answer(HttpMethod method, Supplier<SseEmitter> stream) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM);
        return method.equals(HttpMethod.HEAD) ? answer.build() : answer.body(stream.get());
    }

    /**
     * Opens a stream of a buffer.
     *
     * @param whenEnded called once the stream has ended for whatever reason, also if it could not be opened
     * @throws ErrorResponseException if there are too many listeners
     */
    public <E> SseEmitter open(Buffer<E> source, Sender<E> sender, Runnable whenEnded) {
        SseEmitter stream = new SseEmitter(0L);
        try {
            threads.execute(() -> {
                try {
                    run(source, sender, stream);
                } finally {
                    whenEnded.run();
                }
            });
        } catch (RejectedExecutionException e) {
            whenEnded.run();
            throw tooManyListeners(e);
        }
        return stream;
    }

    /** Ends all streams. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <E> void run(Buffer<E> source, Sender<E> sender, SseEmitter stream) {
        try {
            stream.send(SseEmitter.event().comment("events follow"));
            while (!source.state().isTerminal()) {
                E element = source.poll(heartbeat);
                if (element == null) {
                    stream.send(SseEmitter.event().comment("heartbeat"));
                } else {
                    sender.send(element, stream);
                }
            }
            stream.complete();
        } catch (InterruptedException e) {
            stream.complete();
        } catch (IOException | IllegalStateException e) {
            LOGGER.debug("A listener has disconnected", e);
        }
    }

    /** Sends an element as an event. */
    @FunctionalInterface
    public interface Sender<E> {

        void send(E element, SseEmitter stream) throws IOException;
    }
}
