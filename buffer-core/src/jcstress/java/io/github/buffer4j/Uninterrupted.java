package io.github.buffer4j;

import java.util.concurrent.Callable;

/** Calls what may be interrupted, from an actor, which may not throw checked exceptions and which nobody interrupts. */
final class Uninterrupted {

    private Uninterrupted() {}

    static <T> T call(Callable<T> waiting) {
        try {
            return waiting.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
