package io.github.buffer4j.spring.listener;

/** What happens to a batch whose last try has failed. */
public enum Split {

    /**
     * The batch is halved again and again until the elements that fail are found. The others are handled, some of them
     * more than once: the method must be transactional or idempotent.
     */
    BISECT,

    /** The whole batch is treated as failed. */
    NONE
}
