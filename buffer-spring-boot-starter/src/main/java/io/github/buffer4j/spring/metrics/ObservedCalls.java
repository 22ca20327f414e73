package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.listener.ListenerSpec;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls of one listener as observations. A handler of observations that throws affects no call: otherwise an
 * element that was handled would be handled again. Thread-safe.
 */
final class ObservedCalls {

    private static final Log LOGGER = LogFactory.getLog(ListenerObservations.class);
    private static final ListenerObservationConvention DEFAULT = new DefaultListenerObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable ListenerObservationConvention convention;
    private final AtomicBoolean failed = new AtomicBoolean();

    ObservedCalls(ObservationRegistry registry, @Nullable ListenerObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    /** Returns the name of the observations. */
    String name() {
        String name = convention == null ? null : convention.getName();
        return name == null ? DefaultListenerObservationConvention.NAME : name;
    }

    /** Runs a call. */
    @Nullable
    Object run(ListenerSpec spec, List<?> items, Callable<@Nullable Object> call) throws Exception {
        if (registry.isNoop()) {
            return call.call();
        }
        Observation observation = quietly(spec, () -> create(spec, items), Observation.NOOP);
        quietly(spec, observation::start);
        Observation.Scope scope = quietly(spec, observation::openScope, Observation.Scope.NOOP);
        try {
            return call.call();
        } catch (Throwable e) {
            quietly(spec, () -> observation.error(e));
            throw e;
        } finally {
            quietly(spec, scope::close);
            quietly(spec, observation::stop);
        }
    }

    private Observation create(ListenerSpec spec, List<?> items) {
        return Observation.createNotStarted(
                convention, DEFAULT, () -> new ListenerObservationContext(spec, items), registry);
    }

    private void quietly(ListenerSpec spec, Runnable step) {
        boolean unused = quietly(
                spec,
                () -> {
                    step.run();
                    return true;
                },
                false);
    }

    private <T> T quietly(ListenerSpec spec, Supplier<T> step, T otherwise) {
        try {
            return step.get();
        } catch (RuntimeException | LinkageError e) {
            if (failed.compareAndSet(false, true)) {
                LOGGER.warn("An observation of listener '" + spec.id() + "' failed", e);
            }
            return otherwise;
        }
    }
}
