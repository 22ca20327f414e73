/**
 * Thread-safe streaming buffers for producer-consumer hand-off: {@link io.github.buffer4j.BlockBuffer} makes the writer
 * wait when it is full, {@link io.github.buffer4j.RingBuffer} overwrites the oldest element and
 * {@link io.github.buffer4j.GrowableBuffer} grows. All three are {@link io.github.buffer4j.Buffer}s.
 */
@NullMarked
package io.github.buffer4j;

import org.jspecify.annotations.NullMarked;
