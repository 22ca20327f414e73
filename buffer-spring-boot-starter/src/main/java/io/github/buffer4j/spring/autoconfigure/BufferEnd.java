package io.github.buffer4j.spring.autoconfigure;

/** When a buffer ends as the application shuts down. */
enum BufferEnd {

    /** Before the web server waits for its requests: for buffers that requests read from. */
    EARLY,

    /** After the web server has stopped, and before the task executors stop. */
    LATE
}
