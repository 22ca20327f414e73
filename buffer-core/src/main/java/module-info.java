/** Thread-safe streaming buffers for producer-consumer hand-off. */
module io.github.buffer4j {
    requires static transitive org.jspecify;

    exports io.github.buffer4j;
}
