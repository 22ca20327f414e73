package io.github.buffer4j;

/**
 * A snapshot of a thread that reads from a {@link Buffer}.
 *
 * @param thread the thread
 * @param activity what it is doing
 * @param inHand how many elements it took with its last call and may still have in hand; 0 unless it is {@link
 *     Activity#HANDLING}
 * @param looping whether it is in a call of {@link Buffer#forEach} or in the middle of a {@link Buffer#stream}
 * @param readCount how many elements all readers had taken when this thread last took some; a changed number means that
 *     it has read in between
 * @since 0.1.0
 */
public record ReaderThread(Thread thread, Activity activity, int inHand, boolean looping, long readCount) {

    /**
     * What a thread that reads from a buffer is doing.
     *
     * @since 0.1.0
     */
    public enum Activity {

        /** Waits in the buffer for an element. */
        WAITING,

        /**
         * Has taken elements and may still have them in hand: since then it has not waited without a time limit, and
         * has found the buffer empty at most once. (A thread that polls until the buffer is empty may process its batch
         * then.)
         */
        HANDLING,

        /** Has found the buffer empty in its last calls, or has seen the end: it has nothing in hand. */
        IDLE,

        /** Waits in the queue view of an ended buffer, for an element that can no longer arrive. */
        PARKED
    }
}
