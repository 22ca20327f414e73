package io.github.buffer4j;

import java.util.Collection;
import java.util.List;
import org.pastalab.fray.core.ThreadContext;
import org.pastalab.fray.core.randomness.Randomness;
import org.pastalab.fray.core.scheduler.PCTScheduler;
import org.pastalab.fray.core.scheduler.Scheduler;

/**
 * One of two strategies for each schedule, at random: partial order sampling finds bugs that need many thread switches,
 * probabilistic concurrency testing (PCT) those that need a long delay of one thread.
 */
final class FrayScheduler extends Scheduler {

    /* The number of steps at which PCT switches threads. */
    private static final int CHANGES = 3;

    /* The number of first steps from which PCT draws them: about the length of a schedule. */
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
