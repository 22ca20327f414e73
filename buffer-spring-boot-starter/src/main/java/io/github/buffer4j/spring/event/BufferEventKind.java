package io.github.buffer4j.spring.event;

import java.util.Locale;

/**
 * The kinds of {@link BufferEvent}.
 *
 * <p>{@link #SATURATED}, {@link #RELIEVED} and those of listeners are published at once, by the thread that has caused
 * them. {@link #RESET}, and {@link #RESIZED} with a user, come from the endpoint. The others are found when the buffers
 * are checked, once a second; those in a shared buffer that only the server knows, every 30 seconds.
 */
public enum BufferEventKind {

    /** The size has risen to the high water mark. Needs {@code high-water-mark}. */
    SATURATED,

    /** The size has fallen back to the low water mark after it had risen to the high one. */
    RELIEVED,

    /**
     * A ring buffer has begun to overwrite elements, and had not for 10 seconds. Detail: {@code overwritten}, the
     * number of elements since the buffer was created.
     */
    OVERWRITING,

    /** The last element was read after writing had ended. Detail: {@code error}, the class of the cause, if any. */
    DRAINED,

    /**
     * The buffer was closed at both ends. Details: {@code error}, the class of the cause, if any; {@code dropped}, the
     * number of elements that nobody has read.
     */
    CLOSED,

    /**
     * All elements were dropped at the endpoint. Details: {@code discarded}, their number; {@code by}, the user, if
     * known.
     */
    RESET,

    /**
     * The capacity was changed. Details: {@code from} and {@code to}, in elements, each absent if it is unbounded;
     * {@code by}, the user, if it was changed at the endpoint and the user is known.
     */
    RESIZED,

    /**
     * Elements have waited for {@code stalled-after}, and no reader is at work. Detail: {@code size}, the number of
     * elements.
     */
    READER_GONE,

    /** Elements are read again, or none are left, after {@link #READER_GONE}. */
    READER_BACK,

    /** The server of a shared buffer has not answered. */
    UNAVAILABLE,

    /** The server of a shared buffer answers again, after {@link #UNAVAILABLE}. */
    AVAILABLE,

    /** The server has lost the contents of a shared buffer, whose client does not recover. */
    LOST,

    /** This application has left a shared buffer, as when it shuts down. The buffer is still there for others. */
    DETACHED,

    /** A listener is paused, and has handled what it had taken. Detail: {@code listener}, its id. */
    LISTENER_PAUSED,

    /** A listener that was paused was resumed and takes elements again. Detail: {@code listener}, its id. */
    LISTENER_RESUMED,

    /**
     * A listener has stopped because of a failure. Details: {@code listener}, its id; {@code error}, the class of the
     * failure.
     */
    LISTENER_FAILED,

    /**
     * A listener has written a dead letter, and had written none for 10 seconds. Details: {@code listener}, its id;
     * {@code buffer}, the buffer of the dead letters.
     */
    DEAD_LETTER,

    /**
     * A listener has given up elements or their results in another way, and had not in this way for 10 seconds.
     * Details: {@code listener}, its id; {@code outcome}, as in the meter {@code buffer.listener.failures}.
     */
    GIVEN_UP;

    /**
     * Returns the kind as it is written at the endpoint.
     *
     * @return the name in lower case, with hyphens
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
