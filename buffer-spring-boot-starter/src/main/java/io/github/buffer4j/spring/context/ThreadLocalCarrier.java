package io.github.buffer4j.spring.context;

import io.github.buffer4j.ContextCarrier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;

/**
 * Carries the values of all thread locals that have a {@link io.micrometer.context.ThreadLocalAccessor} in the global
 * {@link io.micrometer.context.ContextRegistry}, such as the current observation, and the MDC of SLF4J. A thread local
 * of the reader that the writer has no value for stays as it is. Thread-safe.
 */
public final class ThreadLocalCarrier implements ContextCarrier, AopInfrastructureBean {

    /** Creates a carrier. */
    public ThreadLocalCarrier() {}

    @Override
    public @Nullable Object capture() {
        return ThreadLocalValue.capture();
    }

    @Override
    public AutoCloseable restore(Object context) {
        return ((ThreadLocalValue<?>) context).restore();
    }
}
