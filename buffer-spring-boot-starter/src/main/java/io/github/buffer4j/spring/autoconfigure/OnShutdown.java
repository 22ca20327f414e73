package io.github.buffer4j.spring.autoconfigure;

/** What the shutdown of an application does to a shared buffer. */
enum OnShutdown {

    /** This application leaves the buffer, which stays as it is. */
    DETACH,

    /** The buffer is closed for writing, for all applications, before this one leaves it. */
    CLOSE_WRITE
}
