package io.github.buffer4j.spring.event;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.WaterMark;
import io.github.buffer4j.WaterMarkListener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;

/**
 * Publishes the events of buffers and keeps the latest of them.
 *
 * <p>A thread that causes an event calls the receivers itself, without any lock held, and waits for them: they should
 * be quick, or asynchronous. The exceptions of receivers are logged and not propagated.
 *
 * <p>Safe for use by any number of threads. Events are numbered in the order in which they enter the history. Those
 * that several threads publish at the same moment may reach receivers in another order, apart from the events of the
 * water marks of one buffer.
 */
public final class BufferEvents implements AopInfrastructureBean {

    private static final Log LOGGER = LogFactory.getLog(BufferEvents.class);

    private final RingBuffer<BufferEvent> history;
    private final Consumer<BufferEvent> receiver;
    private final Clock clock;

    /* Guarded by the history, which thus has the events in the order of their numbers. */
    private long next;

    /**
     * Creates events with an empty history.
     *
     * @param capacity the number of events in the history, 1 or more
     * @param receiver is called with each event
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public BufferEvents(int capacity, Consumer<BufferEvent> receiver) {
        this(capacity, receiver, Clock.systemUTC());
    }

    BufferEvents(int capacity, Consumer<BufferEvent> receiver, Clock clock) {
        this.history = Buffer.<BufferEvent>builder().name("events").ring(capacity);
        this.receiver = receiver;
        this.clock = clock;
    }

    /**
     * Returns the latest events.
     *
     * @return a copy, newest first
     */
    public List<BufferEvent> history() {
        List<BufferEvent> events = new ArrayList<>(history.snapshot());
        Collections.reverse(events);
        return events;
    }

    /**
     * Returns a listener that publishes {@link BufferEventKind#SATURATED} and {@link BufferEventKind#RELIEVED}, for a
     * buffer that the application builds itself. Buffers from the configuration have one if they have a {@code
     * high-water-mark}.
     *
     * @param name the name of the buffer
     * @return a listener for {@link io.github.buffer4j.BufferBuilder#waterMarks}
     */
    public WaterMarkListener waterMarkListener(String name) {
        return mark ->
                publish(name, mark == WaterMark.HIGH ? BufferEventKind.SATURATED : BufferEventKind.RELIEVED, Map.of());
    }

    /**
     * Publishes an event.
     *
     * @param name the name of the buffer
     * @param kind what has happened
     * @param details more about it, as strings and numbers
     */
    public void publish(String name, BufferEventKind kind, Map<String, Object> details) {
        BufferEvent event;
        synchronized (history) {
            event = new BufferEvent(next++, clock.instant(), name, kind, details);
            history.offer(event);
        }
        try {
            receiver.accept(event);
        } catch (Throwable e) {
            LOGGER.error("A receiver failed when notified of " + event, e);
        }
    }

    /** Returns details in order; null values are left out. */
    static Map<String, Object> details(@Nullable Object... keysAndValues) {
        Map<String, Object> details = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Object value = keysAndValues[i + 1];
            if (value != null) {
                details.put(String.valueOf(keysAndValues[i]), value);
            }
        }
        return details;
    }
}
