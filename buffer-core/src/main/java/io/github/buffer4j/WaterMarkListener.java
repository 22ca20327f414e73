package io.github.buffer4j;

/**
 * A listener that is called when the size of a buffer crosses a water mark. Set by {@link BufferBuilder#waterMarks}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WaterMarkListener {

    /**
     * Called once for each crossing, in the order of the crossings: {@link WaterMark#HIGH} first, then alternately. It
     * is called by a thread that uses the buffer, without any lock held, and must neither wait nor write to the buffer.
     * Exceptions are logged and not propagated.
     *
     * @param mark the mark that was crossed
     */
    void onCrossing(WaterMark mark);
}
