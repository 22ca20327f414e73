package io.github.buffer4j.spring;

/**
 * Notified of what a {@link BufferMonitor} finds in each buffer, about once a second and once after all buffers have
 * ended; in a {@link SharedBuffer} about every 30 seconds. A listener must be quick, because the buffers are checked
 * one after the other, and must not throw.
 */
@FunctionalInterface
public interface InspectionListener {

    /**
     * Called after a buffer was inspected, without any lock held.
     *
     * @param entry the buffer
     * @param inspection what was found
     */
    void bufferInspected(BufferEntry entry, BufferInspection inspection);

    /**
     * Called about once a second for the client of each {@link SharedBuffer}, without any lock held and without a
     * question to the server.
     *
     * @param entry the buffer
     * @param stats what the client knows; not available also if the server has just not answered for another buffer
     */
    default void clientInspected(BufferEntry entry, ClientStats stats) {}
}
