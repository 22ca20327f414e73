package io.github.buffer4j.spring.event;

import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Publishes the events of listeners. Thread-safe. */
public final class ListenerEvents {

    private final BufferEvents events;
    private final Set<String> paused = ConcurrentHashMap.newKeySet();

    /**
     * Creates events of listeners.
     *
     * @param events publishes them
     */
    public ListenerEvents(BufferEvents events) {
        this.events = events;
    }

    /**
     * Publishes an event if a listener is now paused, resumed or failed.
     *
     * @param container the listener
     * @param state its new state
     */
    public void stateChanged(BufferListenerContainer container, ListenerState state) {
        ListenerSpec spec = container.spec();
        switch (state) {
            case PAUSED -> {
                paused.add(spec.id());
                publish(spec, BufferEventKind.LISTENER_PAUSED, null);
            }
            case RUNNING, RETRYING -> {
                if (paused.remove(spec.id())) {
                    publish(spec, BufferEventKind.LISTENER_RESUMED, null);
                }
            }
            case FAILED -> {
                paused.remove(spec.id());
                publish(spec, BufferEventKind.LISTENER_FAILED, container.failure());
            }
            case STOPPED -> paused.remove(spec.id());
            default -> {}
        }
    }

    /**
     * Returns an observer that publishes an event if elements are given up, besides what another observer does.
     *
     * @param spec the options of the listener
     * @param observer the other observer
     * @return the observer
     */
    public ListenerObserver observing(ListenerSpec spec, ListenerObserver observer) {
        return new FailureObserver(spec, observer, events, System::nanoTime);
    }

    private void publish(ListenerSpec spec, BufferEventKind kind, @Nullable Throwable failure) {
        String error = failure == null ? null : failure.getClass().getName();
        events.publish(spec.buffer(), kind, BufferEvents.details("error", error, "listener", spec.id()));
    }
}
