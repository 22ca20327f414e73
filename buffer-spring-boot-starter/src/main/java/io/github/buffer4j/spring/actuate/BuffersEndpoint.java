package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.SharedStats;
import io.github.buffer4j.spring.UnknownBufferException;
import io.github.buffer4j.spring.event.BufferChanges;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerState;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that shows the buffers of the application with their listeners. It can reset and resize buffers,
 * and pause and resume listeners. It never shows elements. Changes require unrestricted access; the default is
 * read-only.
 *
 * <p>A buffer that fails to return its statistics has a descriptor with the failure and does not affect the others.
 */
@Endpoint(id = "buffers", defaultAccess = Access.READ_ONLY)
public final class BuffersEndpoint {

    /*
     * The selectors match all remaining path segments, as those of the web extension do: an extension operation
     * replaces an operation of the endpoint only if both have the same path.
     */

    private static final String ALL = "all";

    private static final Log LOGGER = LogFactory.getLog(BuffersEndpoint.class);

    private final BufferRegistry buffers;
    private final EndpointListeners listeners;
    private final BufferChanges changes;
    private final SharedStats statistics = new SharedStats();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    /**
     * Creates the endpoint.
     *
     * @param buffers the registry of the buffers
     * @param listeners returns the listeners of the buffers; null if there are none
     * @param changes resets and resizes the buffers
     */
    public BuffersEndpoint(
            BufferRegistry buffers, Supplier<@Nullable BufferListeners> listeners, BufferChanges changes) {
        this.buffers = buffers;
        this.changes = changes;
        this.listeners = new EndpointListeners(listeners);
    }

    /**
     * Returns the descriptors of all buffers.
     *
     * @return the descriptors by name, sorted by name
     */
    @ReadOperation
    public BuffersDescriptor buffers() {
        Map<String, BufferDescriptor> descriptors = new LinkedHashMap<>();
        for (BufferEntry entry : buffers.entries()) {
            descriptors.put(entry.name(), describe(entry));
        }
        return new BuffersDescriptor(descriptors);
    }

    /**
     * Returns the descriptor of one buffer.
     *
     * @param name the name of the buffer
     * @return the descriptor
     * @throws UnknownBufferException if no buffer has this name
     */
    @ReadOperation
    public BufferDescriptor buffer(@Selector(match = Match.ALL_REMAINING) String name) {
        return describe(entry(name));
    }

    /**
     * Drops all elements or bytes of one buffer. Those of a shared buffer are dropped for all applications, which takes
     * the scope {@code all}.
     *
     * @param name the name of the buffer
     * @param scope {@code all}; may be null for a buffer that is not shared
     * @return the number of dropped elements or bytes
     * @throws UnknownBufferException if no buffer has this name
     * @throws IllegalArgumentException if the scope is another one, or is missing for a shared buffer
     */
    @DeleteOperation
    public ResetDescriptor reset(@Selector(match = Match.ALL_REMAINING) String name, @Nullable String scope) {
        return reset(name, scope, null);
    }

    ResetDescriptor reset(String name, @Nullable String scope, @Nullable Principal who) {
        BufferEntry entry = entry(name);
        requireScope(entry, scope);
        int discarded = changes.reset(entry, name(who));
        LOGGER.info("Buffer '" + entry.name() + "' was reset" + by(who) + ": " + discarded + " " + entry.unit()
                + " discarded");
        return new ResetDescriptor(discarded);
    }

    private static void requireScope(BufferEntry entry, @Nullable String scope) {
        if (scope != null && !scope.equals(ALL)) {
            throw new IllegalArgumentException("scope must be " + ALL + ", but is " + Excerpt.of(scope));
        }
        if (scope == null && entry.isShared()) {
            throw new IllegalArgumentException("Buffer '" + entry.name() + "' is shared: a reset drops the elements of"
                    + " all applications, and needs the scope " + ALL + ", over HTTP ?scope=" + ALL);
        }
    }

    /**
     * Changes the capacity of one buffer, as {@link StreamingBuffer#resize(int)} does.
     *
     * @param name the name of the buffer
     * @param capacity the new capacity in elements or bytes
     * @return the new descriptor
     * @throws UnknownBufferException if no buffer has this name
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws IllegalStateException if the capacity is above the {@linkplain BufferEntry#maxCapacity() limit} of the
     *     buffer
     * @throws io.github.buffer4j.BufferClosedException if the buffer is drained or closed
     */
    @WriteOperation
    public BufferDescriptor resize(@Selector(match = Match.ALL_REMAINING) String name, int capacity) {
        return resize(name, capacity, null);
    }

    BufferDescriptor resize(String name, int capacity, @Nullable Principal who) {
        return resize(entry(name), capacity, who);
    }

    BufferDescriptor resize(String name, String capacity, @Nullable Principal who) {
        BufferEntry entry = entry(name);
        return resize(entry, RequestedCapacity.parse(capacity, entry), who);
    }

    private BufferDescriptor resize(BufferEntry entry, int capacity, @Nullable Principal who) {
        if (capacity > entry.maxCapacity()) {
            throw new CapacityLimitException(entry.name(), capacity, entry.maxCapacity());
        }
        int before = changes.resize(entry, capacity, name(who));
        LOGGER.info("Buffer '" + entry.name() + "' was resized" + by(who) + ": from " + before + " to " + capacity);
        return describe(entry);
    }

    BufferDescriptor pause(String name, String listener, boolean paused, @Nullable Principal who) {
        BufferEntry entry = entry(name);
        BufferListenerContainer container = listeners.get(entry.name(), listener);
        ListenerState before = container.state();
        if (paused) {
            container.pause();
        } else {
            container.resume();
        }
        ListenerState after = container.state();
        String subject = "Listener '" + Excerpt.of(listener) + "' of buffer '" + entry.name() + "' ";
        LOGGER.info(
                before == after
                        ? subject + "is " + before + ", which a " + (paused ? "pause" : "resume") + by(who)
                                + " does not change"
                        : subject + "was " + (paused ? "paused" : "resumed") + by(who) + ": from " + before + " to "
                                + after);
        return describe(entry);
    }

    private BufferEntry entry(String name) {
        BufferEntry entry = buffers.find(name);
        if (entry == null) {
            throw new UnknownBufferException(Excerpt.of(name), buffers.names());
        }
        return entry;
    }

    private BufferDescriptor describe(BufferEntry entry) {
        List<ListenerDescriptor> described = listeners.describe(entry.name());
        try {
            return BufferDescriptor.of(entry, described, statistics);
        } catch (RuntimeException | LinkageError e) {
            if (failed.add(entry.name())) {
                LOGGER.warn("Cannot describe buffer '" + entry.name() + "': "
                        + e.getClass().getName());
            }
            return BufferDescriptor.failed(entry, e, described);
        }
    }

    private static String by(@Nullable Principal who) {
        String name = name(who);
        return name == null ? "" : " by '" + name + "'";
    }

    private static @Nullable String name(@Nullable Principal who) {
        String name = who == null ? null : who.getName();
        return name == null ? null : Excerpt.of(name);
    }

    /**
     * The response of {@link #buffers()}.
     *
     * @param buffers the descriptors by name
     */
    public record BuffersDescriptor(Map<String, BufferDescriptor> buffers) implements OperationResponseBody {}

    /**
     * The response of {@link #reset(String, String)}.
     *
     * @param discarded the number of dropped elements or bytes
     */
    public record ResetDescriptor(int discarded) implements OperationResponseBody {}
}
