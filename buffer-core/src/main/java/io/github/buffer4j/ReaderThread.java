package io.github.buffer4j;

/**
 * A thread that reads from a {@link Buffer}, as it was at one moment.
 *
 * @param thread the thread
 * @param activity what it does
 * @param inHand how many elements it has taken with its last call, and so may still have in hand; 0 unless it is {@link
 *     Activity#HANDLING}
 * @param looping whether it is in a call of {@link Buffer#forEach} or in the middle of a {@link Buffer#stream}
 * @param readCount how many elements readers had taken when it last took some; a number that has changed says that it
 *     has read since
 */
public record ReaderThread(Thread thread, Activity activity, int inHand, boolean looping, long readCount) {

    /** What a thread that reads from a buffer does. */
    public enum Activity {

        /** Waits in the buffer for an element. */
        WAITING,

        /**
         * Has taken elements, and may still have them in hand: it has not come back since to wait without a time limit,
         * and has found nothing at most once. A thread that polls until nothing comes may complete a batch then.
         */
        HANDLING,

        /** Has found nothing with its last calls, or has seen the end: it has nothing in hand. */
        IDLE,

        /** Waits in the queue view of an ended buffer, for an element that can no longer come. */
        PARKED
    }
}
