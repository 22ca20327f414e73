package io.github.buffer4j.spring.listener;

import java.io.Serial;
import org.springframework.context.ApplicationEvent;

/** Published in the application context when the state of a listener has changed, in the order of the changes. */
public final class BufferListenerEvent extends ApplicationEvent {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient BufferListenerContainer container;

    /** The new state. */
    private final ListenerState state;

    /**
     * Creates an event.
     *
     * @param container the listener
     * @param state its state after the change
     */
    public BufferListenerEvent(BufferListenerContainer container, ListenerState state) {
        super(container);
        this.container = container;
        this.state = state;
    }

    /**
     * Returns the listener.
     *
     * @return the container
     */
    public BufferListenerContainer container() {
        return container;
    }

    /**
     * Returns the state after the change, which may have changed again.
     *
     * @return the state
     */
    public ListenerState state() {
        return state;
    }

    @Override
    public String toString() {
        return "BufferListenerEvent[" + container.spec().id() + " is " + state + "]";
    }
}
