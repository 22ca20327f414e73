package io.github.buffer4j;

/**
 * What a buffer does when it is full.
 *
 * @since 0.1.0
 */
public enum BufferKind {

    /** Its writers wait, as in a {@link BlockBuffer}. */
    BLOCK,

    /** It overwrites what is oldest, as a {@link RingBuffer} does. */
    RING,

    /** It grows, as a {@link GrowableBuffer} does, up to its maximum capacity. */
    GROWABLE
}
