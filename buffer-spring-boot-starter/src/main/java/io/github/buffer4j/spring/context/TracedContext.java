package io.github.buffer4j.spring.context;

import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TracingCarrier} has captured.
 *
 * @param values the values of thread locals; null for none
 * @param trace the writer's span; null for none
 */
record TracedContext(
        @Nullable ThreadLocalValue<?> values, @Nullable TraceContext trace) {}
