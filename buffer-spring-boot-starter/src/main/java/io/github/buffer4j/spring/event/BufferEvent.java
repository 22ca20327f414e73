package io.github.buffer4j.spring.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that has happened to a buffer or to one of its listeners. Published in the application context, where a
 * method with {@code @EventListener} and a parameter of this type receives it, and kept for a while in the {@linkplain
 * BufferEvents#history() history}. It never contains an element.
 *
 * @param sequence the number of the event in its application context, from 0
 * @param time when it was published
 * @param name the name of the buffer
 * @param kind what has happened
 * @param details more about it, as strings and numbers by the names that {@link BufferEventKind} mentions
 */
public record BufferEvent(long sequence, Instant time, String name, BufferEventKind kind, Map<String, Object> details) {

    /**
     * Creates an event with a copy of the details.
     *
     * @param sequence its number
     * @param time when it was published
     * @param name the name of the buffer
     * @param kind what has happened
     * @param details more about it
     */
    public BufferEvent {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
