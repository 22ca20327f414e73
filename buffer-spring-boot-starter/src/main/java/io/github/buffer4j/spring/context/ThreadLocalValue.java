package io.github.buffer4j.spring.context;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A value of a thread local that was captured, and those to restore within it. The MDC is the first: an observation
 * writes the ids of its trace to the MDC, and removes them when its scope ends. A {@link
 * io.micrometer.context.ContextSnapshot} would restore values in no particular order, and is never null.
 *
 * @param accessor sets the thread local
 * @param value the value
 * @param inner the next value; null for none
 * @param <V> the type of the value
 */
record ThreadLocalValue<V>(
        ThreadLocalAccessor<V> accessor, V value, @Nullable ThreadLocalValue<?> inner) {

    private static final @Nullable ThreadLocalAccessor<Map<String, String>> MDC =
            ClassUtils.isPresent("org.slf4j.MDC", ThreadLocalValue.class.getClassLoader())
                    ? new Slf4jThreadLocalAccessor()
                    : null;

    /** Captures the values of the current thread; returns null if there are none. */
    static @Nullable ThreadLocalValue<?> capture() {
        ThreadLocalAccessor<?> mdc = MDC;
        ThreadLocalValue<?> captured = null;
        List<ThreadLocalAccessor<?>> accessors = ContextRegistry.getInstance().getThreadLocalAccessors();
        // An iterator would be most of what a writer without a context allocates.
        for (int i = 0; i < accessors.size(); i++) {
            ThreadLocalAccessor<?> accessor = accessors.get(i);
            if (accessor.key().equals(Slf4jThreadLocalAccessor.KEY)) {
                mdc = accessor;
            } else {
                captured = capture(accessor, captured);
            }
        }
        return mdc == null ? captured : capture(mdc, captured);
    }

    private static <V> @Nullable ThreadLocalValue<?> capture(
            ThreadLocalAccessor<V> accessor, @Nullable ThreadLocalValue<?> inner) {
        V value = accessor.getValue();
        return value == null || (accessor == MDC && ((Map<?, ?>) value).isEmpty())
                ? inner
                : new ThreadLocalValue<>(accessor, value, inner);
    }

    /** Returns the keys without the values, since an envelope may be logged. */
    @Override
    public String toString() {
        return inner == null ? accessor.key().toString() : accessor.key() + ", " + inner;
    }

    /** Sets this value and those within it on the current thread, or none of them if one throws. */
    Scope<?> restore() {
        Scope<?> scope = set(null);
        try {
            for (ThreadLocalValue<?> next = inner; next != null; next = next.inner) {
                scope = next.set(scope);
            }
            return scope;
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    private Scope<V> set(@Nullable Scope<?> outer) {
        Scope<V> scope = new Scope<>(accessor, accessor.getValue(), outer);
        accessor.setValue(value);
        return scope;
    }

    /**
     * A value that is replaced, within others. Ends all of them, even if one throws.
     *
     * @param accessor sets the thread local
     * @param previous the value before; null for none
     * @param outer the value that was replaced before this one; null for none
     * @param <V> the type of the value
     */
    record Scope<V>(
            ThreadLocalAccessor<V> accessor,
            @Nullable V previous,
            @Nullable Scope<?> outer) implements AutoCloseable {

        @Override
        public void close() {
            try {
                if (previous == null) {
                    accessor.restore();
                } else {
                    accessor.restore(previous);
                }
            } finally {
                if (outer != null) {
                    outer.close();
                }
            }
        }
    }
}
