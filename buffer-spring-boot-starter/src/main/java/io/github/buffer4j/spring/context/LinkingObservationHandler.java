package io.github.buffer4j.spring.context;

import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.metrics.ListenerObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the spans of calls of listeners. A call without a parent, which is that of a batch, starts a trace of its own,
 * whose span has links to the spans of the writers. All other calls have the spans of the default handler, which this
 * handler has to come before.
 */
public final class LinkingObservationHandler extends DefaultTracingObservationHandler {

    /** The maximum number of links of a span. */
    public static final int MAX_LINKS = 32;

    /**
     * Creates a handler.
     *
     * @param tracer starts the spans
     */
    public LinkingObservationHandler(Tracer tracer) {
        super(tracer);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ListenerObservationContext;
    }

    @Override
    public void onStart(Observation.Context context) {
        Collection<TraceContext> writers = writers(((ListenerObservationContext) context).items());
        if (writers.isEmpty() || getParentSpan(context) != null || getTracer().currentSpan() != null) {
            super.onStart(context);
            return;
        }
        Span.Builder span = getTracer().spanBuilder().setNoParent();
        writers.forEach(writer -> span.addLink(new Link(writer)));
        getTracingContext(context).setSpan(span.start());
    }

    /* Elements of one bulk write share a context, so that most of a batch is often skipped without a look at ids. */
    private static Collection<TraceContext> writers(List<?> items) {
        Map<String, TraceContext> writers = new LinkedHashMap<>();
        Object last = null;
        for (Object item : items) {
            Object context = item instanceof Envelope<?> envelope ? envelope.context() : null;
            if (context != last && context instanceof TracedContext traced && traced.trace() != null) {
                last = context;
                TraceContext trace = traced.trace();
                writers.putIfAbsent(trace.traceId() + trace.spanId(), trace);
                if (writers.size() == MAX_LINKS) {
                    break;
                }
            }
        }
        return writers.values();
    }
}
