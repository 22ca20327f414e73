package io.github.buffer4j.spring.executor;

import java.util.concurrent.Future;

/** Cancels tasks. */
final class Tasks {

    private Tasks() {}

    /**
     * Cancels a task that has a future.
     *
     * @return false if the task has completed
     */
    static boolean cancel(Runnable task, boolean interrupt) {
        if (task instanceof DecoratedTask decorated) {
            return cancel(decorated.task(), interrupt);
        }
        if (task instanceof CompletableTask<?> completable) {
            return completable.future().cancel(interrupt);
        }
        return !(task instanceof Future<?> future) || future.cancel(interrupt);
    }
}
