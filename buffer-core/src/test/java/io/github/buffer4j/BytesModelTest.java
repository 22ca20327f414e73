package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random calls from a single thread on a buffer of bytes return what {@link BytesModel} returns. */
class BytesModelTest {

    private static final List<Long> SEEDS = List.of(20_261_127L, Seed.OF_THIS_RUN);
    private static final int SCENARIOS = 60;
    private static final int LENGTH = 60;

    /** The effect of a call: its outcome and the buffer afterwards. */
    private record Effect(
            BytesOperation.Outcome outcome,
            BufferStats stats,
            String bytes,
            @Nullable Throwable error) {

        static Effect of(BytesOperation operation, BytesOperation.Ends ends) {
            BytesOperation.Outcome outcome = operation.applyTo(ends);
            String bytes = Arrays.toString(ends.reader().snapshot());
            return new Effect(outcome, ends.both().stats(), bytes, ends.both().error());
        }
    }

    private static List<BytesOperation> random(Random random) {
        return IntStream.rangeClosed(1, LENGTH)
                .mapToObj(i -> BytesOperation.random(random, 100 * i))
                .toList();
    }

    /** Returns the first difference between buffer and model, or null. Calls that would wait are skipped. */
    private static @Nullable String difference(Kind kind, int capacity, List<BytesOperation> operations) {
        BytesOperation.Ends buffer = BytesOperation.Ends.of(kind.bytes(capacity));
        BytesOperation.Ends model = BytesOperation.Ends.of(new BytesModel(kind, capacity));
        for (BytesOperation operation : operations) {
            Effect expected;
            try {
                expected = Effect.of(operation, model);
            } catch (BufferModelState.WouldWait e) {
                continue;
            }
            Effect actual;
            try {
                actual = Effect.of(operation, buffer);
            } catch (RuntimeException e) {
                return operation + " broke the buffer: " + e;
            }
            if (!actual.equals(expected)) {
                return operation + " returned\n  " + actual + "\ninstead of\n  " + expected;
            }
            if (actual.stats().written() != sum(actual.stats())) {
                return operation + " broke the invariant: " + actual;
            }
        }
        return null;
    }

    private static long sum(BufferStats stats) {
        return stats.read() + stats.overwritten() + stats.discarded() + stats.droppedOnClose() + stats.size();
    }

    static Stream<Arguments> buffers() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Stream.of(1, 2, 3, 8, 20).map(capacity -> Arguments.of(kind, capacity)));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void callsReturnWhatTheModelReturns(Kind kind, int capacity) {
        for (long seed : SEEDS) {
            check(kind, capacity, seed);
        }
    }

    /** Fails, with the calls, unless all scenarios of a seed behave like the model. */
    static void check(Kind kind, int capacity, long seed) {
        Random random = new Random(seed + kind.name().hashCode() + capacity);
        for (int i = 0; i < SCENARIOS; i++) {
            List<BytesOperation> operations = random(random);
            if (difference(kind, capacity, operations) != null) {
                List<BytesOperation> fewer = shrunk(kind, capacity, operations);
                fail(
                        "seed %d, scenario %d, %s(%d), shrunk to %s: %s",
                        seed, i, kind, capacity, fewer, difference(kind, capacity, fewer));
            }
        }
    }

    /* Removes calls, one at a time, as long as a difference remains. */
    private static List<BytesOperation> shrunk(Kind kind, int capacity, List<BytesOperation> operations) {
        List<BytesOperation> smallest = operations;
        for (int i = operations.size() - 1; i >= 0; i--) {
            List<BytesOperation> fewer = new ArrayList<>(smallest);
            fewer.remove(i);
            if (difference(kind, capacity, fewer) != null) {
                smallest = fewer;
            }
        }
        return smallest;
    }

    @Test
    void everyCallIsMadeInEveryState() {
        Random random = new Random(SEEDS.get(0));
        Set<String> met = new TreeSet<>();
        for (int i = 0; i < 6 * SCENARIOS; i++) {
            BytesOperation.Ends model = BytesOperation.Ends.of(new BytesModel(Kind.RING, 3));
            for (BytesOperation operation : random(random)) {
                BufferState before = model.both().state();
                if (ends(operation, model)) {
                    met.add(before + " " + operation.name());
                }
            }
        }
        assertThat(met).hasSize(17 * BufferState.values().length);
    }

    private static boolean ends(BytesOperation operation, BytesOperation.Ends model) {
        try {
            operation.applyTo(model);
            return true;
        } catch (BufferModelState.WouldWait e) {
            return false;
        }
    }
}
