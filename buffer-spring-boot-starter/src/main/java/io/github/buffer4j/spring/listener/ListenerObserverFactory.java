package io.github.buffer4j.spring.listener;

/** Creates what observes the containers of {@link BufferListeners}. */
@FunctionalInterface
public interface ListenerObserverFactory {

    /**
     * Creates the observer of one container.
     *
     * @param spec the options of the listener
     * @return the observer; {@link ListenerObserver#NONE} if there is nothing to observe
     */
    ListenerObserver create(ListenerSpec spec);
}
