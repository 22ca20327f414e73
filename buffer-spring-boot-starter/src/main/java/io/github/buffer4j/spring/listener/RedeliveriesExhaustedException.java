package io.github.buffer4j.spring.listener;

import java.io.Serial;

/**
 * The failure of an element that was leased more often than the retries of its listener allow, but at least twice, and
 * was never acknowledged. The listener gives it up without another call, because handling it may be what ends the JVM.
 */
public final class RedeliveriesExhaustedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param redeliveries how often the element was leased before
     */
    public RedeliveriesExhaustedException(int redeliveries) {
        super("The element was leased " + redeliveries + " times before, and was never acknowledged");
    }
}
