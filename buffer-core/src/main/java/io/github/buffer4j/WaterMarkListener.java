package io.github.buffer4j;

/** Is told when a buffer fills up and when it has drained again: {@link BufferBuilder#waterMarks}. */
@FunctionalInterface
public interface WaterMarkListener {

    /**
     * Called once for each crossing, in the order of the crossings, {@link WaterMark#HIGH} first and then by turns.
     * The caller is a thread that uses the buffer, without any lock held, so this must neither wait nor write to the
     * buffer. What it throws is logged and does not reach the caller of the buffer.
     *
     * @param mark the mark that was crossed
     */
    void onCrossing(WaterMark mark);
}
