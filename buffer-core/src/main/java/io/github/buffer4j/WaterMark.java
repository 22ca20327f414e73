package io.github.buffer4j;

/**
 * A mark whose crossing a {@link WaterMarkListener} is called for.
 *
 * @since 0.1.0
 */
public enum WaterMark {

    /** The size has risen to the high mark. */
    HIGH,

    /** The size has fallen back to the low mark. */
    LOW
}
