package io.github.buffer4j.spring.listener;

/** What happens to an element, or to a batch that is not split, when its last try has failed. */
public enum OnFailure {

    /** A {@link DeadLetter} is offered to the dead-letter buffer. If that is full or closed, the loss is logged. */
    DEAD_LETTER,

    /** The loss is logged: the first one as an error with its cause, then the number of losses once a minute. */
    DISCARD,

    /** The element goes back to the front of the buffer, and the container stops with the state FAILED. */
    STOP,

    /** The buffer is closed with the exception, so that its writers fail with it. */
    CLOSE
}
