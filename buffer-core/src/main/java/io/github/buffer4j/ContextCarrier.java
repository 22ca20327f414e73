package io.github.buffer4j;

import org.jspecify.annotations.Nullable;

/**
 * Carries a context, such as a trace, the fields of a log or a security context, from the thread that writes an
 * element to the code that handles it. Set by {@link BufferBuilder#context(ContextCarrier)}.
 *
 * <p>Both methods are called without any lock held. Their exceptions are logged and not propagated; the element then
 * has no context.
 *
 * @since 0.1.0
 */
public interface ContextCarrier {

    /**
     * Captures the context of the calling thread. Called once for each call that writes, on the writer's thread.
     *
     * @return the context, or null for none
     */
    @Nullable
    Object capture();

    /**
     * Restores a context on the calling thread. {@link BufferReader#forEach} calls it before each action and closes the
     * result after the action, on the same thread. Code that reads envelopes must do the same, with {@link
     * BufferReader#contextCarrier()}.
     *
     * @param context what {@link #capture} returned, not null
     * @return a scope that ends the context when it is closed, not null
     */
    AutoCloseable restore(Object context);
}
