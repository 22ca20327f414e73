package io.github.buffer4j.spring.context;

import io.github.buffer4j.ContextCarrier;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * Carries the writer's span, in addition to what a {@link ThreadLocalCarrier} carries: a span without an observation is
 * restored too, and {@link LinkingObservationHandler} links a batch to the spans of its writers. Thread-safe.
 */
public final class TracingCarrier implements ContextCarrier, AopInfrastructureBean {

    private final Supplier<@Nullable Tracer> tracer;

    /**
     * Creates a carrier.
     *
     * @param tracer provides the tracer at the first write, since what the tracer depends on may itself use buffers;
     *     unless there is exactly one, only the thread locals are carried
     */
    public TracingCarrier(ObjectProvider<Tracer> tracer) {
        this.tracer = SingletonSupplier.ofNullable(tracer::getIfUnique);
    }

    @Override
    public @Nullable Object capture() {
        ThreadLocalValue<?> values = ThreadLocalValue.capture();
        CurrentTraceContext traces = traces();
        TraceContext trace = traces == null ? null : traces.context();
        return values == null && trace == null ? null : new TracedContext(values, trace);
    }

    @Override
    public AutoCloseable restore(Object context) {
        TracedContext traced = (TracedContext) context;
        ThreadLocalValue<?> values = traced.values();
        ThreadLocalValue.Scope<?> outer = values == null ? null : values.restore();
        try {
            return new Scope(outer, scope(traced.trace()));
        } catch (Throwable e) {
            if (outer != null) {
                outer.close();
            }
            throw e;
        }
    }

    /* If an observation was restored, its span is current already. */
    private CurrentTraceContext.Scope scope(@Nullable TraceContext trace) {
        CurrentTraceContext traces = trace == null ? null : traces();
        return traces == null ? CurrentTraceContext.Scope.NOOP : traces.maybeScope(trace);
    }

    private @Nullable CurrentTraceContext traces() {
        Tracer current = tracer.get();
        return current == null || current == Tracer.NOOP ? null : current.currentTraceContext();
    }

    private record Scope(ThreadLocalValue.@Nullable Scope<?> outer, CurrentTraceContext.Scope inner)
            implements AutoCloseable {

        @Override
        public void close() {
            try {
                inner.close();
            } finally {
                if (outer != null) {
                    outer.close();
                }
            }
        }
    }
}
