package io.github.buffer4j;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of a buffer's elements: captures and restores them with the carrier that the buffer was built with, and
 * logs its exceptions.
 */
final class Contexts implements ContextCarrier {

    private final ContextCarrier carrier;
    private final ListenerFailures failures;

    Contexts(String buffer, ContextCarrier carrier) {
        this.carrier = carrier;
        this.failures = new ListenerFailures("Context carrier", buffer);
    }

    @Override
    public @Nullable Object capture() {
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

    /** Replaces the envelopes in an array by their elements, and returns their contexts. */
    static @Nullable Object[] unwrap(@Nullable Object[] envelopes) {
        @Nullable Object[] contexts = new Object[envelopes.length];
        for (int i = 0; i < envelopes.length; i++) {
            Envelope<?> envelope = (Envelope<?>) Objects.requireNonNull(envelopes[i], "envelope");
            envelopes[i] = envelope.element();
            contexts[i] = envelope.context();
        }
        return contexts;
    }

    /** Calls an action for an element within the element's context. */
    <E> void run(Envelope<E> envelope, Consumer<? super E> action) {
        Object context = envelope.context();
        AutoCloseable scope = context == null ? null : open(context);
        try {
            action.accept(envelope.element());
        } finally {
            close(scope);
        }
    }

    @Override
    public AutoCloseable restore(Object context) {
        AutoCloseable scope = open(context);
        return () -> close(scope);
    }

    private @Nullable AutoCloseable open(Object context) {
        try {
            return carrier.restore(context);
        } catch (Throwable e) {
            failures.log(e);
            return null;
        }
    }

    private void close(@Nullable AutoCloseable scope) {
        try {
            if (scope != null) {
                scope.close();
            }
        } catch (Throwable e) {
            failures.log(e);
        }
    }
}
