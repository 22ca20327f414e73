package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that shows the buffers of the application, and empties or resizes one. It never shows elements. To
 * empty or resize a buffer takes unrestricted access; the default is read-only.
 */
@Endpoint(id = "buffers", defaultAccess = Access.READ_ONLY)
public final class BuffersEndpoint {

    private final BufferRegistry buffers;

    /**
     * Makes the endpoint.
     *
     * @param buffers the buffers to show
     */
    public BuffersEndpoint(BufferRegistry buffers) {
        this.buffers = buffers;
    }

    /**
     * Describes all buffers.
     *
     * @return the descriptors by name, sorted by name
     */
    @ReadOperation
    public BuffersDescriptor buffers() {
        Map<String, BufferDescriptor> descriptors = new LinkedHashMap<>();
        for (BufferEntry entry : buffers.entries()) {
            descriptors.put(entry.name(), BufferDescriptor.of(entry));
        }
        return new BuffersDescriptor(descriptors);
    }

    /**
     * Describes one buffer.
     *
     * @param name the name of the buffer
     * @return its descriptor
     * @throws io.github.buffer4j.spring.UnknownBufferException if there is no buffer of that name
     */
    @ReadOperation
    public BufferDescriptor buffer(@Selector String name) {
        return BufferDescriptor.of(buffers.get(name));
    }

    /**
     * Drops all elements of one buffer.
     *
     * @param name the name of the buffer
     * @return how many were dropped
     * @throws io.github.buffer4j.spring.UnknownBufferException if there is no buffer of that name
     */
    @DeleteOperation
    public ResetDescriptor reset(@Selector String name) {
        return new ResetDescriptor(buffers.get(name).buffer().reset());
    }

    /**
     * Changes the capacity of one buffer, as {@link Buffer#resize(int)} does.
     *
     * @param name the name of the buffer
     * @param capacity the new capacity in elements
     * @return the descriptor after that
     * @throws io.github.buffer4j.spring.UnknownBufferException if there is no buffer of that name
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws io.github.buffer4j.BufferClosedException if the buffer is drained or closed
     */
    @WriteOperation
    public BufferDescriptor resize(@Selector String name, int capacity) {
        BufferEntry entry = buffers.get(name);
        entry.buffer().resize(capacity);
        return BufferDescriptor.of(entry);
    }

    /**
     * The answer to {@link #buffers()}.
     *
     * @param buffers the descriptors by name
     */
    public record BuffersDescriptor(Map<String, BufferDescriptor> buffers) implements OperationResponseBody {}

    /**
     * The answer to {@link #reset(String)}.
     *
     * @param discarded the number of elements that were dropped
     */
    public record ResetDescriptor(int discarded) implements OperationResponseBody {}
}
