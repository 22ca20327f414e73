package io.github.buffer4j.spring.metrics;

import io.micrometer.common.KeyValues;

/** Observations {@code buffer.listener} with the tags {@code listener} and {@code buffer}. */
public class DefaultListenerObservationConvention implements ListenerObservationConvention {

    /** The name of the observations. */
    public static final String NAME = "buffer.listener";

    static final String LISTENER = "listener";
    static final String BUFFER = "buffer";

    /** Creates a convention. */
    public DefaultListenerObservationConvention() {}

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(ListenerObservationContext context) {
        return context.listener().buffer() + " process";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ListenerObservationContext context) {
        return KeyValues.of(
                LISTENER, context.listener().id(), BUFFER, context.listener().buffer());
    }
}
