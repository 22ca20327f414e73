package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.spring.event.BufferEvent;
import io.github.buffer4j.spring.event.BufferEventKind;
import io.github.buffer4j.spring.event.BufferEvents;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** Actuator endpoint that shows the latest events of buffers and listeners. It never shows elements. */
@Endpoint(id = "bufferevents", defaultAccess = Access.READ_ONLY)
public final class BufferEventsEndpoint {

    private final BufferEvents events;

    /**
     * Creates the endpoint.
     *
     * @param events the events
     */
    public BufferEventsEndpoint(BufferEvents events) {
        this.events = events;
    }

    /**
     * Returns the latest events, newest first.
     *
     * @param name the name of a buffer, whose events alone are returned; null for those of all buffers
     * @param kind the {@linkplain BufferEventKind#word() word} of a kind, whose events alone are returned; null for all
     * @return the events
     * @throws IllegalArgumentException if there is no such kind
     */
    @ReadOperation
    public BufferEventsDescriptor events(@Nullable String name, @Nullable String kind) {
        BufferEventKind wanted = kind == null ? null : kind(kind);
        return new BufferEventsDescriptor(events.history().stream()
                .filter(event -> name == null || name.equals(event.name()))
                .filter(event -> wanted == null || wanted == event.kind())
                .map(BufferEventDescriptor::of)
                .toList());
    }

    private static BufferEventKind kind(String word) {
        return Arrays.stream(BufferEventKind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind must be one of "
                        + Arrays.stream(BufferEventKind.values())
                                .map(BufferEventKind::word)
                                .collect(Collectors.joining(", "))
                        + ", but is " + Excerpt.of(word)));
    }

    /**
     * The response of {@link #events}.
     *
     * @param events the events, newest first
     */
    public record BufferEventsDescriptor(List<BufferEventDescriptor> events) implements OperationResponseBody {}

    /**
     * An event.
     *
     * @param sequence the number of the event in its application context, from 0
     * @param time when it was published
     * @param name the name of the buffer
     * @param kind what has happened, the {@linkplain BufferEventKind#word() word} of its kind
     * @param details more about it, as strings and numbers
     */
    public record BufferEventDescriptor(
            long sequence, Instant time, String name, String kind, Map<String, Object> details) {

        static BufferEventDescriptor of(BufferEvent event) {
            return new BufferEventDescriptor(
                    event.sequence(), event.time(), event.name(), event.kind().word(), event.details());
        }
    }
}
