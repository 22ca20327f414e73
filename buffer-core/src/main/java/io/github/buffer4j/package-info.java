/**
 * Thread-safe streaming buffers for the hand-over between producers and consumers. When it is full, a {@link
 * io.github.buffer4j.BlockBuffer} makes writers wait, a {@link io.github.buffer4j.RingBuffer} overwrites its oldest
 * element and a {@link io.github.buffer4j.GrowableBuffer} grows. All three are a {@link io.github.buffer4j.Buffer}.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.buffer4j;

import org.jspecify.annotations.NullMarked;
