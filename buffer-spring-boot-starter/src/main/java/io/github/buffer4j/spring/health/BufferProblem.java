package io.github.buffer4j.spring.health;

import java.util.Locale;

/** Why a buffer is unhealthy. */
enum BufferProblem {

    /** The buffer was closed with a cause. It never opens again. */
    CLOSED_WITH_ERROR,

    /** Elements wait, and no reader is at work. */
    STALLED,

    /** The buffer has been full for too long. */
    SATURATED,

    /** The oldest element has been in the buffer for too long. */
    TOO_OLD,

    /** A listener of the buffer has failed. */
    LISTENER_FAILED,

    /** The server of a shared buffer does not answer. */
    UNAVAILABLE,

    /** The server has lost the contents of a shared buffer. The client does not recover. */
    LOST;

    /** Returns the word for it in the details. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
