package io.github.buffer4j.spring.executor;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskRejectedException;

/**
 * A task executor whose queue is a buffer: bounded and visible, with virtual threads too. A {@linkplain
 * BufferListenerContainer listener container} with the name of the executor runs the tasks: at most as many at once as
 * it has threads, the others wait in the buffer. It starts with the executor, and can be paused and resumed.
 *
 * <p>A task that throws does not end its thread. The exceptions of tasks that were submitted are in their futures;
 * those of other tasks go to the {@linkplain Thread#getUncaughtExceptionHandler() handler of uncaught exceptions} of
 * the thread that runs them, which may be that of the caller.
 *
 * <p>A task that leaves the queue without having run, because it was overwritten or because the buffer was reset or
 * closed, is cancelled if it is a future. That needs a {@linkplain #dropListener() listener} on the buffer.
 *
 * <p>As the application shuts down, tasks are accepted until it is the buffer's turn to end, and all of them run. Tasks
 * that are still running when their time is up are cancelled and interrupted.
 *
 * <p>Safe for use by any number of threads. What a thread did before it handed in a task happens-before the task.
 */
public final class BufferTaskExecutor implements AsyncTaskExecutor, DisposableBean {

    private static final Duration TIME_TO_END = Duration.ofSeconds(1);

    private final Buffer<Runnable> queue;
    private final WhenFull whenFull;
    private final @Nullable TaskDecorator decorator;
    private final TaskRunner runner;
    private final BufferListeners listeners;
    private final BufferListenerContainer container;
    private volatile boolean destroyed;

    /**
     * Creates an executor and starts its threads.
     *
     * @param spec the options of the threads: the id is the name of the executor, and the buffer that of the queue.
     *     Tasks are not tried again, whatever the options
     * @param queue the queue, which is registered under the name in the options
     * @param whenFull what to do with a task if the queue is full
     * @param decorator applied to each task, or null
     * @param listeners the listeners of the application
     * @throws io.github.buffer4j.spring.UnknownBufferException if there is no buffer of the name in the options
     * @throws IllegalStateException if there is a listener with this id already
     * @throws IllegalArgumentException if the options have batches
     */
    public BufferTaskExecutor(
            ListenerSpec spec,
            Buffer<Runnable> queue,
            WhenFull whenFull,
            @Nullable TaskDecorator decorator,
            BufferListeners listeners) {
        this.queue = queue;
        this.whenFull = whenFull;
        this.decorator = decorator;
        this.runner = new TaskRunner(spec.id());
        this.listeners = listeners;
        this.container = listeners.register(spec, runner);
        container.start();
    }

    /**
     * Returns a listener for the {@linkplain BufferBuilder#dropListener drops} of the queue, which cancels tasks that
     * will not run.
     *
     * @return the listener
     */
    public static DropListener<Runnable> dropListener() {
        return (task, reason) -> {
            boolean unused = Tasks.cancel(task, false);
        };
    }

    /**
     * Returns the container whose threads run the tasks.
     *
     * @return the container
     */
    public BufferListenerContainer container() {
        return container;
    }

    /**
     * Hands in a task.
     *
     * @param task the task
     * @throws TaskRejectedException if the queue does not take the task, because it is full or has ended, because the
     *     thread was interrupted while it waited for room, or because the executor has failed or was destroyed
     */
    @Override
    public void execute(Runnable task) {
        if (destroyed || container.failure() != null) {
            throw rejection("it has " + (destroyed ? "been destroyed" : "failed"));
        }
        Runnable queued = decorator == null ? task : new DecoratedTask(task, decorator.decorate(task));
        switch (whenFull) {
            case WAIT -> {
                if (runner.isCurrentThread()) {
                    offerOrRun(queued);
                } else {
                    add(queued);
                }
            }
            case CALLER_RUNS -> offerOrRun(queued);
            case REJECT, OVERWRITE -> offer(queued, "");
        }
    }

    private void add(Runnable task) {
        try {
            queue.add(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            offer(task, ", and the caller was interrupted");
        } catch (BufferClosedException | BufferFullException e) {
            throw refusalOfTheQueue("");
        }
    }

    private void offer(Runnable task, String circumstance) {
        if (!queue.offer(task)) {
            throw refusalOfTheQueue(circumstance);
        }
    }

    private void offerOrRun(Runnable task) {
        if (queue.offer(task)) {
            return;
        }
        if (queue.state() != BufferState.OPEN) {
            throw refusalOfTheQueue("");
        }
        runner.run(task);
    }

    private TaskRejectedException refusalOfTheQueue(String circumstance) {
        return rejection("its queue '" + container.spec().buffer() + "' "
                + (queue.state() == BufferState.OPEN ? "is full" + circumstance : "has ended"));
    }

    private TaskRejectedException rejection(String reason) {
        return new TaskRejectedException("Executor '" + container.spec().id() + "' did not accept the task: " + reason);
    }

    @Override
    public CompletableFuture<Void> submitCompletable(Runnable task) {
        return submitCompletable(() -> {
            task.run();
            return null;
        });
    }

    @Override
    public <T> CompletableFuture<T> submitCompletable(Callable<T> task) {
        CompletableTask<T> completable = new CompletableTask<>(task);
        execute(completable);
        return completable.future();
    }

    /**
     * Takes no more tasks, and ends the threads. After a failed start tasks may still be running, which are cancelled
     * and interrupted after a second.
     */
    @Override
    public void destroy() {
        destroyed = true;
        listeners.remove(container.spec().id());
        boolean unused = container.stop(TIME_TO_END);
    }

    @Override
    public String toString() {
        return "BufferTaskExecutor[" + container.spec().id() + ", " + queue + "]";
    }
}
