package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.spring.BufferCatalog;
import io.github.buffer4j.spring.BufferEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows the buffers of the application context and empties one. It never shows elements. To empty
 * a buffer takes unrestricted access; the default is read-only.
 */
@Endpoint(id = "buffers", defaultAccess = Access.READ_ONLY)
public final class BuffersEndpoint {

    private final BufferCatalog catalog;

    /**
     * Makes the endpoint.
     *
     * @param catalog the buffers to show
     */
    public BuffersEndpoint(BufferCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Describes all buffers.
     *
     * @return the descriptors by name, sorted by name
     */
    @ReadOperation
    public BuffersDescriptor buffers() {
        Map<String, BufferDescriptor> buffers = new LinkedHashMap<>();
        for (BufferEntry entry : catalog.entries()) {
            buffers.put(entry.name(), BufferDescriptor.of(entry));
        }
        return new BuffersDescriptor(buffers);
    }

    /**
     * Describes one buffer.
     *
     * @param name the name of the buffer
     * @return its descriptor, or null if there is no buffer of that name
     */
    @ReadOperation
    public @Nullable BufferDescriptor buffer(@Selector String name) {
        BufferEntry entry = catalog.find(name);
        return entry == null ? null : BufferDescriptor.of(entry);
    }

    /**
     * Drops all elements of one buffer.
     *
     * @param name the name of the buffer
     * @return how many were dropped, or null if there is no buffer of that name
     */
    @DeleteOperation
    public @Nullable ResetDescriptor reset(@Selector String name) {
        BufferEntry entry = catalog.find(name);
        return entry == null ? null : new ResetDescriptor(entry.buffer().reset());
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
