package io.github.buffer4j.spring.listener;

/**
 * Notified when listeners are registered with or removed from {@link BufferListeners}, on the thread that does so.
 * Exceptions are logged and not propagated. It must not block, because no other listener can be registered meanwhile.
 */
public interface RegistrationListener {

    /**
     * Called after a listener was registered, and before it starts.
     *
     * @param container the container of the listener
     * @param observer what observes the container
     */
    default void listenerAdded(BufferListenerContainer container, ListenerObserver observer) {}

    /**
     * Called after a listener was removed. Its threads may still be running.
     *
     * @param container the container of the listener
     */
    default void listenerRemoved(BufferListenerContainer container) {}
}
