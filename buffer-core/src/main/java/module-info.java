/**
 * Thread-safe streaming buffers for the hand-over between producers and consumers.
 *
 * @since 0.1.0
 */
module io.github.buffer4j {
    requires static transitive org.jspecify;

    exports io.github.buffer4j;
}
