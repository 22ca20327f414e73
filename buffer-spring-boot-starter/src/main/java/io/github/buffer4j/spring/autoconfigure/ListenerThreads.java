package io.github.buffer4j.spring.autoconfigure;

import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/** The kinds of threads that a listener or an executor can run in. */
enum ListenerThreads {

    /** Virtual threads if {@code spring.threads.virtual.enabled} is set. */
    AUTO,

    /** Virtual threads, which need JDK 21. */
    VIRTUAL,

    /** Platform threads. */
    PLATFORM;

    /** Why this kind is not available. */
    static final String UNAVAILABLE = "JDK " + JavaVersion.getJavaVersion() + " has no virtual threads";

    /** What to use then. */
    static final String WITHOUT_VIRTUAL = "Use auto or platform, or run the application on JDK 21 or newer.";

    /** Returns whether the JDK has such threads. */
    boolean isAvailable() {
        return this != VIRTUAL || !JavaVersion.getJavaVersion().isOlderThan(JavaVersion.TWENTY_ONE);
    }

    /** Returns whether the threads are virtual. */
    boolean areVirtual(Environment environment) {
        return this == VIRTUAL || (this == AUTO && Threading.VIRTUAL.isActive(environment));
    }
}
