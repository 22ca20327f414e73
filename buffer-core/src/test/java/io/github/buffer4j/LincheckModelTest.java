package io.github.buffer4j;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The calls that never wait are linearizable: under every interleaving, their results are those of some sequential
 * order. Lincheck generates the calls and explores the interleavings.
 */
@Timeout(1800)
@UsesLincheck
class LincheckModelTest {

    private static final int SCALE = Integer.getInteger("buffer4j.lincheck.scale", 1);

    @ParameterizedTest
    @EnumSource
    void twoThreads(Kind kind) {
        check(kind, 2, 20, 100);
    }

    @ParameterizedTest
    @EnumSource
    void threeThreads(Kind kind) {
        check(kind, 3, 10, 60);
    }

    private static void check(Kind kind, int threads, int scenarios, int interleavings) {
        ModelCheckingOptions options = new ModelCheckingOptions();
        options.threads(threads);
        options.actorsBefore(2).actorsPerThread(3).actorsAfter(1);
        options.iterations(scenarios);
        options.invocationsPerIteration(SCALE * interleavings);
        switch (kind) {
            case BLOCK ->
                options.sequentialSpecification(NonWaitingModel.OfBlock.class).check(NonWaitingCalls.OfBlock.class);
            case RING ->
                options.sequentialSpecification(NonWaitingModel.OfRing.class).check(NonWaitingCalls.OfRing.class);
            case GROWABLE ->
                options.sequentialSpecification(NonWaitingModel.OfGrowable.class)
                        .check(NonWaitingCalls.OfGrowable.class);
        }
    }
}
