package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The listeners by buffer, in an application that may have none. */
final class EndpointListeners {

    private final Supplier<@Nullable BufferListeners> listeners;

    EndpointListeners(Supplier<@Nullable BufferListeners> listeners) {
        this.listeners = listeners;
    }

    /** Returns the descriptors of the listeners of a buffer, sorted by id. */
    List<ListenerDescriptor> describe(String buffer) {
        return containers(buffer).map(ListenerDescriptor::of).toList();
    }

    /**
     * Returns the container of a listener.
     *
     * @throws UnknownListenerException if the buffer has no listener with this id
     */
    BufferListenerContainer get(String buffer, String id) {
        return containers(buffer)
                .filter(container -> container.spec().id().equals(id))
                .findAny()
                .orElseThrow(() -> new UnknownListenerException(
                        Excerpt.of(id),
                        buffer,
                        containers(buffer)
                                .map(container -> container.spec().id())
                                .toList()));
    }

    private Stream<BufferListenerContainer> containers(String buffer) {
        BufferListeners current = listeners.get();
        return current == null
                ? Stream.empty()
                : current.ids().stream()
                        .map(current::get)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .filter(container -> container.spec().buffer().equals(buffer));
    }
}
