package io.github.buffer4j.spring.executor;

import io.github.buffer4j.spring.listener.ElementHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of one executor, and knows those that are running. Thread-safe. */
final class TaskRunner implements ElementHandler<Runnable> {

    private static final Log LOGGER = LogFactory.getLog(BufferTaskExecutor.class);

    private static final ThreadLocal<@Nullable Worker> CURRENT = new ThreadLocal<>();

    private final String executor;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();

    TaskRunner(String executor) {
        this.executor = executor;
    }

    /** Returns whether the current thread belongs to the executor. */
    boolean isCurrentThread() {
        Worker worker = CURRENT.get();
        return worker != null && worker.runner == this;
    }

    @Override
    public @Nullable Object handle(Runnable task) {
        Worker worker = CURRENT.get();
        if (worker == null) {
            worker = enter();
        }
        worker.lazySet(task);
        run(task);
        worker.lazySet(null);
        return null;
    }

    /** Runs a task in the current thread. */
    void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            handleUncaught(Thread.currentThread(), e);
        }
    }

    private void handleUncaught(Thread thread, Throwable failure) {
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (Throwable e) {
            LOGGER.error("The handler of uncaught exceptions failed in executor '" + executor + "'", e);
        }
    }

    private Worker enter() {
        Worker worker = new Worker(this, Thread.currentThread());
        workers.removeIf(other -> !other.thread.isAlive());
        workers.add(worker);
        CURRENT.set(worker);
        return worker;
    }

    /** Cancels the tasks that are still running. */
    @Override
    public void beforeInterrupt() {
        List<String> cancelled = workers.stream()
                .filter(Worker::cancelTask)
                .map(worker -> worker.thread.getName())
                .toList();
        if (!cancelled.isEmpty()) {
            LOGGER.warn("Executor '" + executor + "' has cancelled " + cancelled.size()
                    + " tasks that were still running: " + String.join(", ", cancelled));
        }
    }

    /** A thread of the executor, with the task that it runs. */
    @SuppressWarnings("serial")
    private static final class Worker extends AtomicReference<@Nullable Runnable> {

        private final TaskRunner runner;
        private final Thread thread;

        private Worker(TaskRunner runner, Thread thread) {
            this.runner = runner;
            this.thread = thread;
        }

        private boolean cancelTask() {
            Runnable task = get();
            try {
                return task != null && Tasks.cancel(task, true);
            } catch (RuntimeException | LinkageError e) {
                LOGGER.error("A future failed when it was cancelled", e);
                return true;
            }
        }
    }
}
