package io.github.buffer4j;

/**
 * What a backend can do beyond what another can. A test that needs a capability which its backend has not is skipped,
 * with a message that names it.
 */
public enum Capability {

    /** The error of a buffer is the object that it was closed with; otherwise it is another one with the same text. */
    SAME_ERROR,

    /** The buffer knows which threads have elements in hand, and {@link Buffer#awaitIdle} waits for them. */
    ELEMENTS_IN_HAND
}
