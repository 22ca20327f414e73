package io.github.buffer4j;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of a buffer's elements: captures and restores them, and logs exceptions of the {@link ContextCarrier}.
 */
final class Contexts {

    private final ContextCarrier carrier;
    private final ListenerFailures failures;

    Contexts(String buffer, ContextCarrier carrier) {
        this.carrier = carrier;
        this.failures = new ListenerFailures("Context carrier", buffer);
    }

    @Nullable
    Object capture() {
        try {
            return carrier.capture();
        } catch (Throwable e) {
            failures.log(e);
            return null;
        }
    }

    /** Captures a context and returns an array that contains it n times; null if there is none. */
    @Nullable
    Object @Nullable [] capture(int n) {
        Object context = capture();
        if (context == null) {
            return null;
        }
        @Nullable Object[] contexts = new Object[n];
        Arrays.fill(contexts, context);
        return contexts;
    }

    /** Calls an action for an element within the element's context. */
    <E> void run(Envelope<E> envelope, Consumer<? super E> action) {
        Object context = envelope.context();
        AutoCloseable scope = context == null ? null : restore(context);
        try {
            action.accept(envelope.element());
        } finally {
            if (scope != null) {
                close(scope);
            }
        }
    }

    private @Nullable AutoCloseable restore(Object context) {
        try {
            return carrier.restore(context);
        } catch (Throwable e) {
            failures.log(e);
            return null;
        }
    }

    private void close(AutoCloseable scope) {
        try {
            scope.close();
        } catch (Throwable e) {
            failures.log(e);
        }
    }
}
