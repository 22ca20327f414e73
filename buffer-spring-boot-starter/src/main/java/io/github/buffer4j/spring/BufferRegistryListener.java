package io.github.buffer4j.spring;

/**
 * Told of the buffers that come to a {@link BufferRegistry} and leave it, by the thread that registers or unregisters
 * them. An exception is logged and goes no further. A listener must not wait: others cannot register meanwhile.
 */
public interface BufferRegistryListener {

    /**
     * Takes notice of a buffer that came.
     *
     * @param entry the buffer
     */
    default void bufferAdded(BufferEntry entry) {}

    /**
     * Takes notice of a buffer that left.
     *
     * @param entry the buffer, as it came
     */
    default void bufferRemoved(BufferEntry entry) {}
}
