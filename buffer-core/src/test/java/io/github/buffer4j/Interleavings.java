package io.github.buffer4j;

import java.util.List;
import org.jetbrains.lincheck.Lincheck;

/** Runs small scenarios under many interleavings; one that ends in a deadlock fails too. */
final class Interleavings {

    private static final int COUNT = 200 * Integer.getInteger("buffer4j.lincheck.scale", 1);

    private Interleavings() {}

    /** Explores a scenario, which makes its threads itself. Its calls have no time-outs: Lincheck knows no time. */
    static void explore(Call.Action scenario) {
        Lincheck.runConcurrentTest(COUNT, () -> {
            try {
                scenario.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Fails unless the outcome is one of these. In place of an assertion library, which would be explored too. */
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

    /** Reads so many elements, one after the other, as a text. */
    static String read(Buffer<Integer> buffer, int count) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(buffer.next());
        }
        return text.toString();
    }
}
