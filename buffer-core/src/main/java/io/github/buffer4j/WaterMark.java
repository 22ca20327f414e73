package io.github.buffer4j;

/**
 * A mark whose crossing is reported to a {@link WaterMarkListener}.
 *
 * @since 0.1.0
 */
public enum WaterMark {

    /** The size has risen to the high mark. */
    HIGH,

    /** The size has fallen back to the low mark. */
    LOW
}
