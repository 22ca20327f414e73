package io.github.buffer4j.spring.listener;

/** When a container starts. */
public enum ListenerStart {

    /** After the web server has started and before the runners; without a SpringApplication as {@link #REFRESH}. */
    STARTED,

    /** At the end of the refresh of the application context. */
    REFRESH,

    /** When the application is ready, after the runners; without a SpringApplication as {@link #REFRESH}. */
    READY,

    /** When the application starts it. */
    MANUAL
}
