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

/** Random calls from a single thread return what {@link BufferModel} returns. */
class ModelTest {

    private static final List<Long> SEEDS = List.of(20_260_101L, Seed.OF_THIS_RUN);
    private static final int SCENARIOS = 400;
    private static final int LENGTH = 60;

    /** An element that was passed to the drop listener. */
    private record Drop(Integer element, DropReason reason) {}

    /** The effect of a call: its outcome, the state of the buffer afterwards, and the calls of the drop listener. */
    private record Effect(
            ModelOperation.Outcome outcome,
            BufferStats stats,
            List<Integer> elements,
            @Nullable Throwable error,
            List<Drop> drops) {

        static Effect of(ModelOperation operation, Buffer<Integer> buffer, List<Drop> drops) {
            drops.clear();
            ModelOperation.Outcome outcome = operation.applyTo(buffer);
            return new Effect(outcome, buffer.stats(), buffer.snapshot(), buffer.error(), drops);
        }
    }

    /** A sequence of calls on a new buffer. */
    private record Scenario(Kind kind, int capacity, boolean listens, List<ModelOperation> operations) {

        static Scenario random(Random random, Kind kind, int capacity) {
            List<ModelOperation> operations = IntStream.rangeClosed(1, LENGTH)
                    .mapToObj(i -> ModelOperation.random(random, 100 * i))
                    .toList();
            return new Scenario(kind, capacity, random.nextBoolean(), operations);
        }

        /** Returns the first difference between buffer and model, or null. Calls that would wait are skipped. */
        @Nullable
        String difference() {
            List<Drop> drops = new ArrayList<>();
            List<Drop> expectedDrops = new ArrayList<>();
            BufferBuilder<Integer> options = Buffer.builder();
            if (listens) {
                options.dropListener((element, reason) -> drops.add(new Drop(element, reason)));
            }
            Buffer<Integer> buffer = kind.create(options, capacity);
            Buffer<Integer> model = new BufferModel(kind, capacity, (element, reason) -> {
                if (listens) {
                    expectedDrops.add(new Drop(element, reason));
                }
            });
            for (ModelOperation operation : operations) {
                Effect expected;
                try {
                    expected = Effect.of(operation, model, expectedDrops);
                } catch (BufferModelState.WouldWait e) {
                    continue;
                }
                Effect actual;
                try {
                    actual = Effect.of(operation, buffer, drops);
                } catch (RuntimeException e) {
                    return operation + " broke the buffer: " + e;
                }
                if (!actual.equals(expected)) {
                    return operation + " returned\n  " + actual + "\ninstead of\n  " + expected;
                }
            }
            return null;
        }

        /** Removes calls, in ever shorter sequences, as long as a difference remains. */
        Scenario shrunk() {
            Scenario smallest = this;
            for (int length = operations.size(); length > 0; length = length == 1 ? 0 : (length + 1) / 2) {
                for (int from = 0; from < smallest.operations.size(); ) {
                    Scenario smaller = smallest.without(from, length);
                    if (smaller.difference() == null) {
                        from += length;
                    } else {
                        smallest = smaller;
                    }
                }
            }
            return smallest;
        }

        private Scenario without(int from, int length) {
            List<ModelOperation> fewer = new ArrayList<>(operations);
            fewer.subList(from, Math.min(from + length, fewer.size())).clear();
            return new Scenario(kind, capacity, listens, fewer);
        }
    }

    static Stream<Arguments> buffers() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Stream.of(1, 2, 3, 8).map(capacity -> Arguments.of(kind, capacity)));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void callsReturnWhatTheModelReturns(Kind kind, int capacity) {
        for (long seed : SEEDS) {
            check(kind, capacity, seed);
        }
    }

    /** Fails, with a shrunk scenario, unless all scenarios of a seed behave like the model. */
    static void check(Kind kind, int capacity, long seed) {
        Random random = new Random(seed + kind.name().hashCode() + capacity);
        for (int i = 0; i < SCENARIOS; i++) {
            Scenario scenario = Scenario.random(random, kind, capacity);
            if (scenario.difference() != null) {
                Scenario shrunk = scenario.shrunk();
                fail("seed %d, scenario %d, shrunk to %s: %s", seed, i, shrunk, shrunk.difference());
            }
        }
    }

    @Test
    void everyCallIsMadeInEveryState() {
        Random random = new Random(SEEDS.get(0));
        Set<String> met = new TreeSet<>();
        for (int i = 0; i < SCENARIOS; i++) {
            Buffer<Integer> model = new BufferModel(Kind.RING, 3, (element, reason) -> {});
            for (ModelOperation operation : Scenario.random(random, Kind.RING, 3).operations) {
                BufferState before = model.state();
                if (ends(operation, model)) {
                    met.add(before + " " + operation.name());
                }
            }
        }
        assertThat(met).hasSize(27 * BufferState.values().length - 1).doesNotContain("OPEN forEach");
    }

    private static boolean ends(ModelOperation operation, Buffer<Integer> model) {
        try {
            operation.applyTo(model);
            return true;
        } catch (BufferModelState.WouldWait e) {
            return false;
        }
    }
}
