package io.github.buffer4j;

/**
 * What a backend can do beyond what another can. A test that needs a capability which its backend has not is skipped,
 * with a message that names it.
 */
public enum Capability {

    /**
     * Several changes of a buffer can be made while no other thread sees it; otherwise threads may see each of them.
     */
    CHANGES_AT_ONCE,

    /** A read that cannot store elements in its target has not taken them; otherwise it puts them back. */
    STORES_BEFORE_TAKING,

    /** The error of a buffer is the object that it was closed with; otherwise others see one with the same text. */
    SAME_ERROR,

    /** The buffer knows which threads have elements in hand, and {@link Buffer#awaitIdle} waits for them. */
    ELEMENTS_IN_HAND
}
