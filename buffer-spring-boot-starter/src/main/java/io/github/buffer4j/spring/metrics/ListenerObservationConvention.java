package io.github.buffer4j.spring.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Determines the name and the tags of the observations of listeners. A bean of this type replaces {@link
 * DefaultListenerObservationConvention}.
 *
 * <p>The meters of a listener that is removed are found by their name and the tag {@code listener}: those of a
 * convention without this tag remain.
 */
public interface ListenerObservationConvention extends ObservationConvention<ListenerObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ListenerObservationContext;
    }
}
