package io.github.buffer4j.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * Handles the elements of a buffer one by one.
 *
 * @param <E> the type of the elements
 */
@FunctionalInterface
public interface ElementHandler<E> {

    /**
     * Handles an element.
     *
     * @param element the element
     * @return the result for {@link ListenerSpec#sendTo()}: null for nothing, several values as a collection, array,
     *     iterable or stream, a later result as a {@link java.util.concurrent.CompletionStage}
     * @throws Exception if the element was not handled, which leads to another try
     */
    @Nullable
    Object handle(E element) throws Exception;

    /**
     * Called before threads are interrupted that have not finished in time, by the thread that stops the container.
     * Does nothing by default.
     */
    default void beforeInterrupt() {}
}
