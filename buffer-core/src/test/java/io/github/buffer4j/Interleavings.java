package io.github.buffer4j;

import java.util.List;
import org.jetbrains.lincheck.Lincheck;

/** Runs small scenarios under many interleavings. A deadlock is a failure, too. */
final class Interleavings {

    private static final int COUNT = 200 * Integer.getInteger("buffer4j.lincheck.scale", 1);

    private Interleavings() {}

    /**
     * Explores a scenario, which creates its own threads. Its calls have no time-outs, since Lincheck does not model
     * time.
     */
    static void explore(Call.Action scenario) {
        Lincheck.runConcurrentTest(COUNT, () -> {
            try {
                scenario.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Fails unless the outcome is one of these. Lincheck would explore the code of an assertion library, too. */
    static void require(Object outcome, Object... allowed) {
        if (!List.of(allowed).contains(outcome)) {
            throw new AssertionError(outcome + " is not one of " + List.of(allowed));
        }
    }

    static Buffer<Integer> full(Integer... elements) throws InterruptedException {
        Buffer<Integer> buffer = new BlockBuffer<>(elements.length);
        buffer.write(elements);
        return buffer;
    }

    /** Reads the given number of elements and concatenates them. */
    static String read(Buffer<Integer> buffer, int count) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(buffer.next());
        }
        return text.toString();
    }
}
