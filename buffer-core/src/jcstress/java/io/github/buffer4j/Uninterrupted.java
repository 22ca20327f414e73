package io.github.buffer4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Interruptible calls from actors, which must not throw checked exceptions and are never interrupted. */
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

    /**
     * Reads the next element, or null at the end. Fails if it is not woken in time, since jcstress would wait forever.
     */
    static <E> @Nullable E next(Buffer<E> buffer) {
        long start = System.nanoTime();
        E element = call(() -> buffer.poll(PATIENCE));
        if (System.nanoTime() - start >= PATIENCE.toNanos()) {
            throw new AssertionError("the reader was not woken");
        }
        return element;
    }
}
