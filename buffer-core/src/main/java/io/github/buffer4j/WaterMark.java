package io.github.buffer4j;

/** A size that a {@link WaterMarkListener} is told of. */
public enum WaterMark {

    /** The size has risen to the high mark. */
    HIGH,

    /** The size has fallen back to the low mark. */
    LOW
}
