package io.github.buffer4j.spring.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A task that completes a future, as those of {@link CompletableFuture#supplyAsync} do. */
final class CompletableTask<T> implements Runnable {

    private final Callable<T> task;
    private final CompletableFuture<T> future = new CompletableFuture<>();

    CompletableTask(Callable<T> task) {
        this.task = task;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /** Runs the task unless its future was completed or cancelled. */
    @Override
    public void run() {
        if (future.isDone()) {
            return;
        }
        try {
            future.complete(task.call());
        } catch (CompletionException e) {
            future.completeExceptionally(e);
        } catch (Throwable e) {
            future.completeExceptionally(new CompletionException(e));
        }
    }
}
