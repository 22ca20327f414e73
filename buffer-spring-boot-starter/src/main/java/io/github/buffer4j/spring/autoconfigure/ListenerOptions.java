package io.github.buffer4j.spring.autoconfigure;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of one listener: those under {@code buffers.listeners.ID} come before the attributes of the annotation,
 * which come before what is inherited from the buffer and the defaults. The former two are its own.
 */
final class ListenerOptions {

    private final BufferInstances instances;
    private final ListenerAnnotation annotation;
    private final String id;
    private final String buffer;
    private final ListenerProperties configured;
    private final ListenerProperties inherited;

    /**
     * Creates options.
     *
     * @param instances the configuration
     * @param annotation the annotation
     * @param id the id of the listener
     * @param buffer the name of its buffer
     */
    ListenerOptions(BufferInstances instances, ListenerAnnotation annotation, String id, String buffer) {
        this.instances = instances;
        this.annotation = annotation;
        this.id = id;
        this.buffer = buffer;
        this.configured = instances.listener(id);
        this.inherited = instances.properties(buffer).getListener();
    }

    /** Returns the value; null if it is not set. */
    <T> @Nullable T get(ListenerOption<T> option) {
        T own = own(option);
        return own == null ? option.getter().apply(inherited) : own;
    }

    /** Returns the value of the listener itself; null if it is not set or inherited. */
    <T> @Nullable T own(ListenerOption<T> option) {
        T value = option.getter().apply(configured);
        return value == null ? option.getter().apply(annotation.properties()) : value;
    }

    /** Passes the value on unless it is not set. */
    <T> void ifSet(ListenerOption<T> option, Consumer<T> action) {
        T value = get(option);
        if (value != null) {
            action.accept(value);
        }
    }

    /** Returns whether any of the options is set. */
    boolean isAnySet(ListenerOption<?>... options) {
        return Stream.of(options).anyMatch(option -> get(option) != null);
    }

    /**
     * Refuses an option that does not apply, unless it is inherited.
     *
     * @throws BufferConfigurationException if the option is set for this listener
     */
    void refuseOwn(ListenerOption<?> option, String reason, String allowed) {
        if (own(option) != null) {
            throw invalid(option, reason, allowed);
        }
    }

    /** Returns the exception for an invalid value, naming what sets it. */
    BufferConfigurationException invalid(ListenerOption<?> option, String reason, String allowed) {
        if (option.getter().apply(configured) != null) {
            return instances.invalidListener(id, option.key(), reason, allowed);
        }
        return own(option) == null && option.getter().apply(inherited) != null
                ? instances.invalid(buffer, BufferKeys.LISTENER + "." + option.key(), reason, allowed)
                : annotation.invalid(option.key(), reason, allowed);
    }
}
