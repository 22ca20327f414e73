package io.github.buffer4j.spring.executor;

import java.util.concurrent.Future;

/** Cancels tasks. */
final class Tasks {

    private Tasks() {}

    /** Cancels a task that has a future. */
    static void cancel(Runnable task, boolean interrupt) {
        if (task instanceof DecoratedTask decorated) {
            cancel(decorated.task(), interrupt);
        } else if (task instanceof CompletableTask<?> completable) {
            completable.future().cancel(interrupt);
        } else if (task instanceof Future<?> future) {
            future.cancel(interrupt);
        }
    }
}
