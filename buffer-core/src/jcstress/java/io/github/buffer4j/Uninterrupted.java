package io.github.buffer4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Calls what may be interrupted, from an actor, which may not throw checked exceptions and which nobody interrupts. */
final class Uninterrupted {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

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

    /** Reads the next element, or null at the end; fails if nobody wakes it, as jcstress would wait for ever. */
    static <E> @Nullable E next(Buffer<E> buffer) {
        long start = System.nanoTime();
        E element = call(() -> buffer.poll(PATIENCE));
        if (System.nanoTime() - start >= PATIENCE.toNanos()) {
            throw new AssertionError("nobody woke the reader");
        }
        return element;
    }
}
