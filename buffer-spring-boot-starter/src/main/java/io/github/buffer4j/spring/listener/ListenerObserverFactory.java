package io.github.buffer4j.spring.listener;

/** Creates what observes the listeners, if it is a bean. */
@FunctionalInterface
public interface ListenerObserverFactory {

    /**
     * Creates the observer of a listener.
     *
     * @param spec the options of the listener
     * @return the observer; {@link ListenerObserver#NONE} if it is not observed
     */
    ListenerObserver create(ListenerSpec spec);
}
