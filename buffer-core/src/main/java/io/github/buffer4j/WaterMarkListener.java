package io.github.buffer4j;

/**
 * A listener for a buffer that fills up and empties again. Set by {@link BufferBuilder#waterMarks}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WaterMarkListener {

    /**
     * Called once for each crossing, in the order of the crossings: {@link WaterMark#HIGH} first, then alternately. The
     * caller is a thread that uses the buffer, without any lock held, so this method must neither wait nor write to the
     * buffer. Its exceptions are logged and not passed on.
     *
     * @param mark the mark that was crossed
     */
    void onCrossing(WaterMark mark);
}
