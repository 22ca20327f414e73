package io.github.buffer4j.spring;

/**
 * Informed of the buffers that come to a {@link BufferRegistry} and leave it, by the thread that registers or
 * unregisters them. An exception is logged and goes no further. A listener must not wait: others cannot register
 * meanwhile.
 */
public interface BufferRegistryListener {

    /**
     * Called when a buffer has been registered.
     *
     * @param entry the buffer
     */
    default void bufferAdded(BufferEntry entry) {}

    /**
     * Called when a buffer has been unregistered.
     *
     * @param entry the buffer, as it was registered
     */
    default void bufferRemoved(BufferEntry entry) {}
}
