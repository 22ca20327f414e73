package io.github.buffer4j.spring.autoconfigure;

/** What holds the elements of a buffer. */
enum BufferBackend {

    /** The memory of this JVM. */
    MEMORY,

    /** A Redis server, through which several JVMs share the buffer. */
    REDIS
}
