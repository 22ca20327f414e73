package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.ContextCarrier;
import io.github.buffer4j.Envelope;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** The contexts in which the items of a container were written; none if its buffer has no carrier. */
final class WriterContexts {

    private static final Log LOGGER = LogFactory.getLog(BufferListeners.class);

    private final @Nullable ContextCarrier carrier;

    WriterContexts(Buffer<?> buffer) {
        this.carrier = buffer.contextCarrier();
    }

    /** Returns an invocation whose items have their contexts. */
    Invocation withContexts(Invocation invocation) {
        return carrier == null || invocation.takesEnvelopes() ? invocation : new Unwrapping(invocation);
    }

    /** Restores the context of an item; returns null if it has none. */
    @Nullable
    AutoCloseable restore(Object item) {
        return carrier != null && item instanceof Envelope<?> envelope ? restore(carrier, envelope.context()) : null;
    }

    /** Restores a context; returns null if there is none. */
    static @Nullable AutoCloseable restore(ContextCarrier carrier, @Nullable Object context) {
        return context == null ? null : carrier.restore(context);
    }

    /** Ends a context. An exception affects no call: otherwise an element that was handled would be handled again. */
    static void close(@Nullable AutoCloseable scope) {
        try {
            if (scope != null) {
                scope.close();
            }
        } catch (Exception e) {
            LOGGER.warn("The context of an element did not end", e);
        }
    }

    /** Hands the elements of envelopes to an invocation that takes elements. */
    private record Unwrapping(Invocation invocation) implements Invocation {

        @Override
        public boolean takesEnvelopes() {
            return true;
        }

        @Override
        public boolean takesBatches() {
            return invocation.takesBatches();
        }

        @Override
        public @Nullable Object invoke(List<?> items) throws Exception {
            return invocation.invoke(items.stream().map(this::element).toList());
        }

        @Override
        public @Nullable Object invoke(Object item) throws Exception {
            return invocation.invoke(element(item));
        }

        @Override
        public void beforeInterrupt() {
            invocation.beforeInterrupt();
        }
    }
}
