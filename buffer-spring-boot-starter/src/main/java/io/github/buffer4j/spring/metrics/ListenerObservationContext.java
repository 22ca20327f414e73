package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.micrometer.observation.Observation;
import java.util.List;

/** The context of the observation of one call of a listener: one element or one batch. */
public final class ListenerObservationContext extends Observation.Context {

    private final ListenerSpec listener;
    private final List<?> items;

    /**
     * Creates a context.
     *
     * @param listener the options of the listener
     * @param items what it handles
     */
    public ListenerObservationContext(ListenerSpec listener, List<?> items) {
        this.listener = listener;
        this.items = items;
    }

    /**
     * Returns the options of the listener.
     *
     * @return the options, among them the id and the name of the buffer
     */
    public ListenerSpec listener() {
        return listener;
    }

    /**
     * Returns what the listener handles.
     *
     * @return the elements, at least one; their {@linkplain Envelope envelopes} if the listener takes envelopes or the
     *     buffer has a {@link io.github.buffer4j.ContextCarrier}
     */
    public List<?> items() {
        return items;
    }

    /**
     * Returns the elements, also where the items are envelopes.
     *
     * @return the elements that the listener handles, at least one
     */
    public List<?> elements() {
        return items.stream()
                .map(item -> item instanceof Envelope<?> envelope ? envelope.element() : item)
                .toList();
    }
}
