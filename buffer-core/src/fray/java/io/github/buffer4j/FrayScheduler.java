package io.github.buffer4j;

import java.util.Collection;
import java.util.List;
import org.pastalab.fray.core.ThreadContext;
import org.pastalab.fray.core.randomness.Randomness;
import org.pastalab.fray.core.scheduler.PCTScheduler;
import org.pastalab.fray.core.scheduler.Scheduler;

/**
 * One of two strategies for each schedule, at random: partial order sampling finds what takes many changes of threads,
 * probabilistic concurrency testing (PCT) what takes a thread that stays behind for long.
 */
final class FrayScheduler extends Scheduler {

    /* PCT changes the thread at so many steps. */
    private static final int CHANGES = 3;

    /* It draws them from the first so many, which is about the length of a schedule. */
    private static final int STEPS = 40;

    private final Scheduler strategy;

    FrayScheduler(Randomness randomness) {
        super(randomness);
        this.strategy = nextInt() % 2 == 0
                ? new FrayPartialOrderScheduler(randomness)
                : new PCTScheduler(randomness, CHANGES, STEPS);
    }

    @Override
    public ThreadContext scheduleNextOperation(List<ThreadContext> threads, Collection<ThreadContext> allThreads) {
        return strategy.scheduleNextOperation(threads, allThreads);
    }

    @Override
    public Scheduler nextIteration(Randomness randomness) {
        return new FrayScheduler(randomness);
    }
}
