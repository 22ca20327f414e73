package io.github.buffer4j.spring.autoconfigure;

/** The kinds of threads that a listener can run in. */
enum ListenerThreads {

    /** Virtual threads if {@code spring.threads.virtual.enabled} is set. */
    AUTO,

    /** Virtual threads, which need JDK 21. */
    VIRTUAL,

    /** Platform threads. */
    PLATFORM
}
