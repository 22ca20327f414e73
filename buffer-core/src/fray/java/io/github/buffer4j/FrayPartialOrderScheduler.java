package io.github.buffer4j;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pastalab.fray.core.ThreadContext;
import org.pastalab.fray.core.concurrency.operations.MemoryOperation;
import org.pastalab.fray.core.concurrency.operations.Operation;
import org.pastalab.fray.core.concurrency.operations.RacingOperation;
import org.pastalab.fray.core.randomness.Randomness;
import org.pastalab.fray.core.scheduler.Scheduler;

/**
 * Partial order sampling. The next step of each thread has a random priority. Once a step is executed, the steps that
 * it races with draw new priorities. Fray's {@code POSScheduler} always prefers a thread that was signalled, or that
 * waited for a lock, to those that are about to acquire the lock; here they have equal chances.
 */
final class FrayPartialOrderScheduler extends Scheduler {

    private final Map<ThreadContext, Double> priorities = new HashMap<>();

    FrayPartialOrderScheduler(Randomness randomness) {
        super(randomness);
    }

    @Override
    public ThreadContext scheduleNextOperation(List<ThreadContext> threads, Collection<ThreadContext> allThreads) {
        ThreadContext next = threads.get(0);
        if (threads.size() == 1) {
            return next;
        }
        double least = 2;
        for (ThreadContext thread : threads) {
            Double priority = priorities.get(thread);
            if (priority == null) {
                priority = nextDouble();
                priorities.put(thread, priority);
            }
            if (priority < least) {
                least = priority;
                next = thread;
            }
        }
        Operation done = next.getPendingOperation();
        priorities.remove(next);
        for (ThreadContext thread : threads) {
            if (mayRace(thread.getPendingOperation(), done)) {
                priorities.remove(thread);
            }
        }
        return next;
    }

    /* Most steps that are not racing operations of Fray belong to threads that are about to reacquire the lock. */
    private static boolean mayRace(Operation one, Operation other) {
        if (one instanceof RacingOperation racing && other instanceof RacingOperation) {
            return racing.isRacing(other);
        }
        return !(one instanceof MemoryOperation) && !(other instanceof MemoryOperation);
    }

    @Override
    public Scheduler nextIteration(Randomness randomness) {
        return new FrayPartialOrderScheduler(randomness);
    }
}
