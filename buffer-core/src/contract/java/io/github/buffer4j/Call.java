package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A call that runs in its own thread, so that a test can observe whether it waits and how it ends. The thread is
 * virtual if the system property {@code buffer4j.test.threads} is {@code virtual}, which needs JDK 21. Methods that
 * wait fail after {@link Patience#LIMIT}.
 */
public final class Call<T extends @Nullable Object> {

    private static final boolean VIRTUAL = "virtual".equals(System.getProperty("buffer4j.test.threads"));

    /** A statement that may throw. */
    interface Action {
        void run() throws Exception;
    }

    private final FutureTask<T> task;
    private final Thread thread;
    private volatile boolean interruptedAtEnd;

    private Call(Callable<T> body) {
        task = new FutureTask<>(() -> {
            try {
                return body.call();
            } finally {
                interruptedAtEnd = Thread.currentThread().isInterrupted();
            }
        });
        thread = newThread(task);
    }

    static <T extends @Nullable Object> Call<T> of(Callable<T> body) {
        Call<T> call = new Call<>(body);
        call.thread.start();
        return call;
    }

    static Call<Boolean> of(Action body) {
        return of(() -> {
            body.run();
            return true;
        });
    }

    static Thread newThread(Runnable body) {
        Thread thread = VIRTUAL ? newVirtualThread(body) : new Thread(body);
        if (!VIRTUAL) {
            thread.setDaemon(true);
        }
        return thread;
    }

    private static Thread newVirtualThread(Runnable body) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, body);
        } catch (NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException
                | ClassNotFoundException e) {
            throw new LinkageError("virtual threads need JDK 21", e);
        }
    }

    /**
     * Waits until this number of threads wait in the buffer, and this call's thread neither spins nor is about to wait.
     */
    Call<T> awaitWaiting(StreamingBuffer buffer, int threads) {
        await("the thread to wait in the buffer")
                .atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> thread.getState() != Thread.State.RUNNABLE
                        && waiting(buffer) == threads
                        && !(buffer instanceof Monitor monitor && monitor.lock.hasQueuedThreads()));
        return this;
    }

    static int waiting(StreamingBuffer buffer) {
        BufferStats stats = buffer.stats();
        return stats.writersWaiting() + stats.readersWaiting();
    }

    /** Returns whether this call is queued for a lock that the test holds, at its start or after a signal. */
    boolean isQueuedFor(Monitor buffer) {
        return buffer.lock.hasQueuedThread(thread);
    }

    /** Waits until at least one of these calls is queued for a lock that the test holds, and returns how many are. */
    static long awaitQueued(List<? extends Call<?>> calls, Monitor buffer) {
        return await("a thread to wait for the lock")
                .atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(1))
                .until(
                        () -> calls.stream()
                                .filter(call -> call.isQueuedFor(buffer))
                                .count(),
                        count -> count > 0);
    }

    /** Waits until this call is queued for a lock that the test holds. */
    Call<T> awaitQueuedFor(Monitor buffer) {
        return awaitQueuedFor(buffer.lock);
    }

    Call<T> awaitQueuedFor(ReentrantLock lock) {
        await("the thread to wait for the lock")
                .atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> lock.hasQueuedThread(thread) && isParked());
        return this;
    }

    /** Waits until this call's thread is parked. */
    Call<T> awaitParked() {
        await("the thread to park")
                .atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(1))
                .until(this::isParked);
        return this;
    }

    boolean isParked() {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Unparks the thread, as any thread may do at any time. */
    void unpark() {
        LockSupport.unpark(thread);
    }

    /** Waits for the end of the call and returns its result. */
    T result() throws Exception {
        try {
            return end();
        } catch (ExecutionException e) {
            throw new AssertionError("the call failed", e.getCause());
        }
    }

    /** Waits for the end of the call, which must fail, and returns its exception. */
    <X extends Throwable> X failure(Class<X> type) throws Exception {
        Throwable cause;
        try {
            throw new AssertionError("the call returned " + end());
        } catch (ExecutionException e) {
            cause = Objects.requireNonNull(e.getCause());
        }
        assertThat(cause).isExactlyInstanceOf(type);
        return Objects.requireNonNull(type.cast(cause));
    }

    /**
     * Waits for the end of the call and describes it: the result, or the failure and the number of written elements.
     */
    String outcome() throws Exception {
        try {
            return String.valueOf(end());
        } catch (ExecutionException e) {
            return describe(Objects.requireNonNull(e.getCause()));
        }
    }

    private static String describe(Throwable failure) {
        if (failure instanceof InterruptedWriteException e) {
            return "interrupted after " + e.written();
        }
        if (failure instanceof InterruptedReadException e) {
            return "interrupted after " + e.read();
        }
        if (failure instanceof InterruptedException) {
            return "interrupted";
        }
        if (failure instanceof BufferClosedException e) {
            return "closed"
                    + (e.written() == 0 ? "" : " after " + e.written())
                    + (e.getCause() == null ? "" : " by " + e.getCause().getMessage());
        }
        throw new AssertionError("the call failed", failure);
    }

    private T end() throws ExecutionException, InterruptedException {
        try {
            return task.get(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            AssertionError stuck = new AssertionError("the call still waits", e);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    /** Waits until the thread has ended, which is later than its call. */
    void awaitDeath() {
        await("the thread to end").atMost(Patience.LIMIT).until(() -> !thread.isAlive());
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Returns whether the thread's interrupt flag was set when the call ended. */
    boolean interruptedAtEnd() {
        return interruptedAtEnd;
    }
}
