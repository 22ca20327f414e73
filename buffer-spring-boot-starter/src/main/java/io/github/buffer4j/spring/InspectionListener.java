package io.github.buffer4j.spring;

/**
 * Notified of what a {@link BufferMonitor} finds in each buffer, about once a second and once after all buffers have
 * ended. A listener must be quick, because the buffers are checked one after the other, and must not throw.
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
}
