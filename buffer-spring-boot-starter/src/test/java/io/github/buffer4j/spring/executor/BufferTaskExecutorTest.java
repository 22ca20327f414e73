package io.github.buffer4j.spring.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerStart;
import io.github.buffer4j.spring.listener.ListenerState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskRejectedException;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class BufferTaskExecutorTest {

    private static final InheritableThreadLocal<String> OPERATOR = new InheritableThreadLocal<>();

    private final BufferRegistry registry = new BufferRegistry(List.of());
    private final BufferListeners listeners =
            new BufferListeners(registry, spec -> ListenerObserver.NONE, (container, state) -> {});
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private @Nullable BufferTaskExecutor executor;
    private Buffer<Runnable> queue = block(1);

    @AfterEach
    void stop() {
        release.countDown();
        if (executor != null) {
            executor.container().stop(Duration.ofSeconds(10));
        }
    }

    private static Buffer<Runnable> ring(int capacity) {
        return Buffer.<Runnable>builder()
                .dropListener(BufferTaskExecutor.dropListener())
                .ring(capacity);
    }

    private static Buffer<Runnable> block(int capacity) {
        return Buffer.<Runnable>builder()
                .dropListener(BufferTaskExecutor.dropListener())
                .block(capacity);
    }

    private BufferTaskExecutor start(int threads, WhenFull whenFull, Buffer<Runnable> tasks) {
        return start(threads, whenFull, tasks, null);
    }

    private BufferTaskExecutor start(
            int threads, WhenFull whenFull, Buffer<Runnable> tasks, @Nullable TaskDecorator decorator) {
        registry.register(new BufferEntry("mail", tasks));
        ListenerSpec spec = ListenerSpec.builder("mailExecutor", "mail")
                .concurrency(threads)
                .start(ListenerStart.MANUAL)
                .outlastsBuffer(true)
                .build();
        queue = tasks;
        executor = new BufferTaskExecutor(spec, tasks, whenFull, decorator, listeners);
        return executor;
    }

    /** Returns an executor of one thread, which is busy until it is released, with a queue of this capacity. */
    private BufferTaskExecutor startBusy(WhenFull whenFull, Buffer<Runnable> tasks) {
        BufferTaskExecutor busy = start(1, whenFull, tasks);
        busy.execute(this::runUntilReleased);
        awaitRunning(1);
        return busy;
    }

    private void runUntilReleased() {
        running.incrementAndGet();
        try {
            if (!release.await(50, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Not released in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
    }

    private void awaitRunning(int tasks) {
        await("tasks to run").until(() -> running.get() == tasks);
    }

    private void record(String task) {
        done.add(task + " in " + Thread.currentThread().getName());
    }

    private static void awaitWaiting(Thread thread) {
        await("the caller to wait").until(() -> thread.getState() == Thread.State.WAITING);
    }

    @Test
    void runsAsManyTasksAtOnceAsItHasThreads() {
        BufferTaskExecutor three = start(3, WhenFull.WAIT, block(100));
        for (int i = 0; i < 20; i++) {
            three.execute(this::runUntilReleased);
        }
        awaitRunning(3);
        assertThat(queue.size()).isEqualTo(17);
        assertThat(three.container().inFlight()).isEqualTo(3);
        assertThat(three.container().threads()).containsOnlyKeys("mailExecutor-1", "mailExecutor-2", "mailExecutor-3");
        release.countDown();
        await("all tasks").until(() -> three.container().inFlight() == 0 && queue.size() == 0);
    }

    @Test
    void aCallerWaitsForRoom() throws InterruptedException {
        BufferTaskExecutor busy = startBusy(WhenFull.WAIT, block(1));
        busy.execute(() -> record("first"));
        Thread caller = new Thread(() -> busy.execute(() -> record("second")));
        caller.start();
        awaitWaiting(caller);
        release.countDown();
        caller.join();
        await("the tasks").until(() -> done.size() == 2);
        assertThat(done).containsExactly("first in mailExecutor-1", "second in mailExecutor-1");
    }

    @Test
    void aThreadOfTheExecutorRunsTheTaskItselfWhileTheQueueIsFull() {
        BufferTaskExecutor one = start(1, WhenFull.WAIT, block(1));
        one.execute(() -> {
            one.execute(() -> record("queued"));
            one.execute(() -> record("nested"));
            record("outer");
        });
        await("the tasks").until(() -> done.size() == 3);
        assertThat(done)
                .containsExactly("nested in mailExecutor-1", "outer in mailExecutor-1", "queued in mailExecutor-1");
    }

    @Test
    void aThreadOfAnotherExecutorWaits() throws Exception {
        BufferTaskExecutor busy = startBusy(WhenFull.WAIT, block(1));
        busy.execute(() -> record("first"));
        Buffer<Runnable> others = block(1);
        registry.register(new BufferEntry("other", others));
        BufferTaskExecutor other = new BufferTaskExecutor(
                ListenerSpec.builder("other", "other").build(), others, WhenFull.WAIT, null, listeners);
        AtomicReference<@Nullable Thread> caller = new AtomicReference<>();
        other.execute(() -> {
            caller.set(Thread.currentThread());
            busy.execute(() -> record("second"));
        });
        await("the task of the other").until(() -> caller.get() != null);
        awaitWaiting(Objects.requireNonNull(caller.get()));
        release.countDown();
        await("the tasks").until(() -> done.size() == 2);
        assertThat(done).containsExactly("first in mailExecutor-1", "second in mailExecutor-1");
        other.container().stop(Duration.ofSeconds(10));
    }

    @Test
    void rejectsATaskWhileTheQueueIsFull() {
        BufferTaskExecutor busy = startBusy(WhenFull.REJECT, block(1));
        Future<?> first = busy.submit(() -> record("first"));
        assertThatThrownBy(() -> busy.submit(() -> record("second")))
                .isInstanceOf(TaskRejectedException.class)
                .hasMessage("Executor 'mailExecutor' did not accept the task: its queue 'mail' is full");
        assertThatThrownBy(() -> busy.submitCompletable(() -> record("third")))
                .isInstanceOf(TaskRejectedException.class);
        release.countDown();
        await("the first task").until(first::isDone);
        assertThat(done).containsExactly("first in mailExecutor-1");
    }

    @Test
    void theCallerRunsATaskWhileTheQueueIsFull() {
        BufferTaskExecutor busy = startBusy(WhenFull.CALLER_RUNS, block(1));
        busy.execute(() -> record("queued"));
        busy.execute(() -> record("run"));
        assertThat(done).containsExactly("run in " + Thread.currentThread().getName());
    }

    @Test
    void theOldestTaskIsCancelledWhileARingIsFull() {
        BufferTaskExecutor busy = startBusy(WhenFull.OVERWRITE, ring(2));
        Future<?> first = busy.submit(() -> record("first"));
        CompletableFuture<Void> second = busy.submitCompletable(() -> record("second"));
        busy.execute(() -> record("third"));
        assertThat(first.isCancelled()).isTrue();
        assertThat(second.isDone()).isFalse();
        busy.execute(() -> record("fourth"));
        assertThat(second).isCancelled();
        assertThatThrownBy(first::get).isInstanceOf(CancellationException.class);
        release.countDown();
        await("the other tasks").until(() -> done.size() == 2);
        assertThat(done).containsExactly("third in mailExecutor-1", "fourth in mailExecutor-1");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "OVERWRITE")
    void rejectsTasksOnceTheBlockHasEnded(WhenFull whenFull) {
        assertThatEndRejects(start(1, whenFull, block(1)));
    }

    @Test
    void rejectsTasksOnceTheRingHasEnded() {
        assertThatEndRejects(start(1, WhenFull.OVERWRITE, ring(1)));
    }

    private void assertThatEndRejects(BufferTaskExecutor ended) {
        queue.closeWrite();
        assertThatThrownBy(() -> ended.execute(() -> record("late")))
                .isInstanceOf(TaskRejectedException.class)
                .hasMessage("Executor 'mailExecutor' did not accept the task: its queue 'mail' has ended");
        assertThat(done).isEmpty();
    }

    @Test
    void aWaitingCallerIsRejectedWhenTheQueueEnds() throws InterruptedException {
        BufferTaskExecutor busy = startBusy(WhenFull.WAIT, block(1));
        busy.execute(() -> record("first"));
        AtomicReference<@Nullable Throwable> rejection = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                busy.execute(() -> record("second"));
            } catch (TaskRejectedException e) {
                rejection.set(e);
            }
        });
        caller.start();
        awaitWaiting(caller);
        queue.closeWrite();
        caller.join();
        assertThat(rejection.get()).isInstanceOf(TaskRejectedException.class).hasMessageEndingWith("has ended");
    }

    @Test
    void anInterruptedCallerIsRejectedUnlessThereIsRoom() {
        BufferTaskExecutor busy = startBusy(WhenFull.WAIT, block(1));
        try {
            Thread.currentThread().interrupt();
            busy.execute(() -> record("first"));
            assertThatThrownBy(() -> busy.execute(() -> record("second")))
                    .isInstanceOf(TaskRejectedException.class)
                    .hasMessageEndingWith("is full, and the caller was interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            boolean unused = Thread.interrupted();
        }
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void futuresHaveTheResults() throws Exception {
        BufferTaskExecutor one = start(1, WhenFull.WAIT, block(10));
        assertThat(one.submit(() -> 42).get()).isEqualTo(42);
        assertThat(one.submitCompletable(() -> 42).get()).isEqualTo(42);
        assertThat(one.submitCompletable(() -> record("task")).get()).isNull();
        assertThatThrownBy(one.submit(BufferTaskExecutorTest::fail)::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
        CompletableFuture<Object> failed = one.submitCompletable(BufferTaskExecutorTest::fail);
        assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(IOException.class);
    }

    private static Object fail() throws IOException {
        throw new IOException("as expected");
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        BufferTaskExecutor busy = startBusy(WhenFull.WAIT, block(10));
        assertThat(busy.submit(() -> record("first")).cancel(true)).isTrue();
        assertThat(busy.submitCompletable(() -> record("second")).cancel(true)).isTrue();
        busy.execute(() -> record("third"));
        release.countDown();
        await("the third task").until(() -> !done.isEmpty());
        assertThat(done).containsExactly("third in mailExecutor-1");
    }

    @Test
    void theThreadOfATaskThatIsCancelledWhileItRunsGoesOn() {
        BufferTaskExecutor one = start(1, WhenFull.WAIT, block(10));
        Future<?> cancelled = one.submit(this::runUntilReleased);
        awaitRunning(1);
        assertThat(cancelled.cancel(true)).isTrue();
        one.execute(() -> record("interrupted " + Thread.currentThread().isInterrupted()));
        await("the next task").until(() -> !done.isEmpty());
        assertThat(done).containsExactly("interrupted false in mailExecutor-1");
    }

    @Test
    void tasksThatAreDroppedAreCancelled() {
        BufferTaskExecutor busy = startBusy(WhenFull.WAIT, block(10));
        Future<?> discarded = busy.submit(() -> record("first"));
        queue.reset();
        assertThat(discarded.isCancelled()).isTrue();
        CompletableFuture<Void> closed = busy.submitCompletable(() -> record("second"));
        queue.close();
        assertThat(closed).isCancelled();
        assertThat(done).isEmpty();
    }

    @Test
    void aTaskThatThrowsDoesNotEndItsThread() {
        BufferTaskExecutor one = start(1, WhenFull.WAIT, block(10));
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        one.execute(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            uncaught.add(failure);
            throw new IllegalStateException("as expected");
        }));
        one.execute(() -> {
            throw new IllegalStateException("as expected");
        });
        one.execute(() -> {
            throw new StackOverflowError("as expected");
        });
        one.execute(() -> record("next"));
        await("the next task").until(() -> !done.isEmpty());
        assertThat(done).containsExactly("next in mailExecutor-1");
        assertThat(uncaught)
                .satisfiesExactly(
                        failure -> assertThat(failure).isInstanceOf(IllegalStateException.class),
                        failure -> assertThat(failure).isInstanceOf(StackOverflowError.class));
        assertThat(one.container().state()).isEqualTo(ListenerState.RUNNING);
    }

    @Test
    void aTaskThatThrowsInTheThreadOfItsCallerDoesNotFailTheCaller() {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        BufferTaskExecutor one = start(1, WhenFull.WAIT, block(1));
        one.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
            one.execute(() -> record("queued"));
            one.execute(() -> {
                throw new IllegalStateException("as expected");
            });
            record("outer");
        });
        await("the tasks").until(() -> done.size() == 2);
        assertThat(done).containsExactly("outer in mailExecutor-1", "queued in mailExecutor-1");
        assertThat(uncaught).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tasksInheritNothingFromTheThreadThatResumes(boolean virtual) throws Exception {
        assumeThat(!virtual || Runtime.version().feature() >= 21).isTrue();
        Buffer<Runnable> tasks = block(1);
        registry.register(new BufferEntry("mail", tasks));
        BufferTaskExecutor one = new BufferTaskExecutor(
                ListenerSpec.builder("mailExecutor", "mail")
                        .virtualThreads(virtual)
                        .build(),
                tasks,
                WhenFull.WAIT,
                null,
                listeners);
        executor = one;
        one.container().pause();
        await("the pause").until(() -> one.container().state() == ListenerState.PAUSED);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        OPERATOR.set("Ann");
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {});
        try {
            one.container().resume();
        } finally {
            OPERATOR.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(one.submit(() -> String.valueOf(OPERATOR.get())).get()).isEqualTo("null");
        assertThat(one.submit(() -> Thread.currentThread().getContextClassLoader())
                        .get())
                .isSameAs(before);
    }

    @Test
    void tasksWaitWhileItIsPaused() {
        BufferTaskExecutor one = start(1, WhenFull.WAIT, block(10));
        BufferListenerContainer container = one.container();
        container.pause();
        await("the pause").until(() -> container.state() == ListenerState.PAUSED);
        one.execute(() -> record("task"));
        assertThat(queue.size()).isEqualTo(1);
        container.resume();
        await("the task").until(() -> done.size() == 1);
    }

    @Test
    void aDecoratedTaskIsCancelledToo() {
        List<String> decorated = new ArrayList<>();
        BufferTaskExecutor one = start(1, WhenFull.OVERWRITE, ring(1), task -> {
            decorated.add("decorated");
            return () -> {
                record("before");
                task.run();
            };
        });
        one.execute(this::runUntilReleased);
        awaitRunning(1);
        Future<?> first = one.submit(() -> record("first"));
        one.execute(() -> record("second"));
        assertThat(first.isCancelled()).isTrue();
        release.countDown();
        await("the second task").until(() -> done.size() == 3);
        assertThat(done)
                .containsExactly("before in mailExecutor-1", "before in mailExecutor-1", "second in mailExecutor-1");
        assertThat(decorated).hasSize(3);
    }

    @Test
    void tasksThatAreStillRunningWhenTheirTimeIsUpAreCancelled(CapturedOutput output) {
        BufferTaskExecutor two = start(3, WhenFull.WAIT, block(10));
        Future<?> first = two.submit(this::runUntilReleased);
        CompletableFuture<Void> second = two.submitCompletable(this::runUntilReleased);
        awaitRunning(2);
        assertThat(two.container().stop(Duration.ZERO)).isFalse();
        assertThat(first.isCancelled()).isTrue();
        assertThat(second).isCancelled();
        assertThat(output)
                .contains("Executor 'mailExecutor' has cancelled 2 tasks that were still running: mailExecutor-");
        await("the threads").until(() -> two.container().threads().isEmpty());
    }

    @Test
    void whatTheCallerDidHappensBeforeTheTask() throws Exception {
        BufferTaskExecutor two = start(2, WhenFull.WAIT, block(10));
        for (int i = 0; i < 10_000; i++) {
            int[] plain = new int[1];
            plain[0] = i;
            int read = two.submit(() -> plain[0]).get();
            assertThat(read).isEqualTo(i);
        }
    }
}
