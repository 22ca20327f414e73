package io.github.buffer4j.spring;

/**
 * Notified when buffers are registered with or unregistered from a {@link BufferRegistry}, on the thread that does so.
 * Exceptions are logged and not propagated. The first two methods must not block, because no other buffer can be
 * registered meanwhile.
 */
public interface BufferRegistryListener {

    /**
     * Called after a buffer was registered.
     *
     * @param entry the buffer
     */
    default void bufferAdded(BufferEntry entry) {}

    /**
     * Called after a buffer was unregistered.
     *
     * @param entry the buffer, as it was registered
     */
    default void bufferRemoved(BufferEntry entry) {}

    /**
     * Called after {@link #bufferRemoved}, without any lock held, so that this method may block. Another buffer may
     * have the name by then.
     *
     * @param entry the buffer, as it was registered
     */
    default void removalCompleted(BufferEntry entry) {}
}
