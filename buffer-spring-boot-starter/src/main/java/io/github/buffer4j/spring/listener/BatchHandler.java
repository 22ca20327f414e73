package io.github.buffer4j.spring.listener;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Handles the elements of a buffer in batches.
 *
 * @param <E> the type of the elements
 */
@FunctionalInterface
public interface BatchHandler<E> {

    /**
     * Handles a batch. Must be transactional or idempotent unless the listener does not {@linkplain Split split}
     * batches that fail.
     *
     * @param batch the elements, oldest first, at least one
     * @return the result for {@link ListenerSpec#sendTo()}, as for {@link ElementHandler#handle}
     * @throws Exception if the batch was not handled, which leads to another try
     */
    @Nullable
    Object handle(List<E> batch) throws Exception;
}
