package io.github.buffer4j;

/**
 * A snapshot of a thread that reads from a {@link Buffer}.
 *
 * @param thread the thread
 * @param activity what it is doing
 * @param inHand how many elements it has taken with its last call, and so may still have in hand; 0 unless it is {@link
 *     Activity#HANDLING}
 * @param looping whether it is in a call of {@link Buffer#forEach} or in the middle of a {@link Buffer#stream}
 * @param readCount how many elements readers had taken when it last took some; a changed number means that it has read
 *     since
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
         * Has taken elements, and may still have them in hand: it has not waited without a time limit since, and has
         * found the buffer empty at most once. (A thread that polls until nothing comes may complete a batch then.)
         */
        HANDLING,

        /** Has found the buffer empty with its last calls, or has seen the end: it has nothing in hand. */
        IDLE,

        /** Waits in the queue view of an ended buffer, for an element that can no longer come. */
        PARKED
    }
}
