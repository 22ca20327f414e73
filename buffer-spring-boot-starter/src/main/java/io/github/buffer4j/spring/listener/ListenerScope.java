package io.github.buffer4j.spring.listener;

/** Where the elements of one key are handled in order. */
public enum ListenerScope {

    /** Within one JVM: those that another JVM takes from a shared buffer are handled at the same time. */
    LOCAL
}
