package io.github.buffer4j;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thread pools that keep their tasks in a buffer. */
class BufferQueueExecutorTest {

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger ran = new AtomicInteger();
    private final List<ThreadPoolExecutor> pools = new CopyOnWriteArrayList<>();

    private ThreadPoolExecutor pool(Buffer<Runnable> buffer, int core, int max, long keepAlive, TimeUnit unit) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(core, max, keepAlive, unit, buffer.asBlockingQueue(), Call::newThread);
        pools.add(pool);
        return pool;
    }

    private ThreadPoolExecutor pool(Buffer<Runnable> buffer, int core, int max) {
        return pool(buffer, core, max, 1, DAYS);
    }

    @AfterEach
    void everyThreadEnds() throws Exception {
        gate.countDown();
        for (ThreadPoolExecutor pool : pools) {
            pool.shutdown();
            assertThat(pool.awaitTermination(2, MINUTES)).isTrue();
        }
    }

    private void nothing() {}

    private void passTheGate() {
        try {
            gate.await();
            ran.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "GROWABLE"})
    void everyTaskRunsOnce(Kind kind) throws Exception {
        ThreadPoolExecutor pool = pool(kind.create(4), 2, 3);
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        for (int i = 0; i < 10_000; i++) {
            pool.execute(ran::incrementAndGet);
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(2, MINUTES)).isTrue();
        assertThat(ran).hasValue(10_000);
    }

    @Test
    void aFullBufferMakesThePoolGrowAndThenReject() {
        ThreadPoolExecutor pool = pool(new BlockBuffer<>(1), 1, 2);
        pool.execute(this::passTheGate);
        pool.execute(this::passTheGate);
        assertThat(pool.getPoolSize()).isEqualTo(1);
        pool.execute(this::passTheGate);
        assertThat(pool.getPoolSize()).isEqualTo(2);
        assertThatThrownBy(() -> pool.execute(this::nothing)).isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        await("the tasks to run").until(() -> ran.get() == 3);
    }

    @ParameterizedTest
    @EnumSource
    void aClosedBufferMakesThePoolReject(Kind kind) {
        Buffer<Runnable> buffer = kind.create(4);
        ThreadPoolExecutor pool = pool(buffer, 1, 1);
        pool.execute(this::passTheGate);
        pool.execute(this::passTheGate);
        buffer.closeWrite();
        assertThatThrownBy(() -> pool.execute(this::nothing)).isInstanceOf(RejectedExecutionException.class);
        pool.shutdown();
        gate.countDown();
        await("the tasks to run").until(() -> ran.get() == 2);
    }

    @ParameterizedTest
    @EnumSource
    void shutdownRunsTheRemainingTasks(Kind kind) throws Exception {
        ThreadPoolExecutor pool = pool(kind.create(4), 1, 1);
        for (int i = 0; i < 4; i++) {
            pool.execute(this::passTheGate);
        }
        pool.shutdown();
        assertThatThrownBy(() -> pool.execute(this::nothing)).isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        assertThat(pool.awaitTermination(2, MINUTES)).isTrue();
        assertThat(ran).hasValue(4);
    }

    @ParameterizedTest
    @EnumSource
    void shutdownNowReturnsTheRemainingTasks(Kind kind) throws Exception {
        ThreadPoolExecutor pool = pool(kind.create(4), 1, 1);
        pool.execute(this::passTheGate);
        Runnable second = this::passTheGate;
        Runnable third = this::passTheGate;
        pool.execute(second);
        pool.execute(third);
        assertThat(pool.shutdownNow()).containsExactly(second, third);
        assertThat(pool.awaitTermination(2, MINUTES)).isTrue();
        assertThat(ran).hasValue(0);
    }

    @Test
    void idleThreadsTimeOut() {
        ThreadPoolExecutor pool = pool(new BlockBuffer<>(1), 1, 2, 1, MILLISECONDS);
        for (int i = 0; i < 3; i++) {
            pool.execute(this::passTheGate);
        }
        gate.countDown();
        await("one worker to be left").until(() -> pool.getPoolSize() == 1);
        pool.allowCoreThreadTimeOut(true);
        await("all workers to end").until(() -> pool.getPoolSize() == 0);
        pool.execute(this::passTheGate);
        await("the tasks to run").until(() -> ran.get() == 4);
    }

    @ParameterizedTest
    @EnumSource
    void idleThreadsOfAnEndedBufferTimeOut(Kind kind) {
        Buffer<Runnable> buffer = kind.create(4);
        ThreadPoolExecutor pool = pool(buffer, 2, 2, 1, MILLISECONDS);
        pool.allowCoreThreadTimeOut(true);
        pool.execute(this::nothing);
        pool.execute(this::nothing);
        buffer.closeWrite();
        await("all workers to end").until(() -> pool.getPoolSize() == 0);
        assertThat(pool.isShutdown()).isFalse();
    }

    /**
     * If the buffer ends before the shutdown, with an error or without, no thread dies until the shutdown ends them
     * all.
     */
    @ParameterizedTest
    @EnumSource
    void aPoolLosesNoThreadWhenItsBufferEnds(Kind kind) throws Exception {
        for (Consumer<Buffer<Runnable>> end : List.<Consumer<Buffer<Runnable>>>of(
                Buffer::closeWrite, Buffer::close, b -> b.closeWrite(new IOException()))) {
            Queue<Throwable> deaths = new ConcurrentLinkedQueue<>();
            AtomicInteger started = new AtomicInteger();
            Buffer<Runnable> buffer = kind.create(4);
            ThreadPoolExecutor pool = pool(buffer, 2, 2);
            pool.setThreadFactory(task -> {
                started.incrementAndGet();
                Thread thread = Call.newThread(task);
                thread.setUncaughtExceptionHandler((dead, e) -> deaths.add(e));
                return thread;
            });
            pool.execute(this::nothing);
            pool.execute(this::nothing);
            await("both tasks to be done and the workers to wait")
                    .until(() -> pool.getCompletedTaskCount() == 2 && Call.waiting(buffer) == 2);
            end.accept(buffer);
            await("the workers to leave").until(() -> Call.waiting(buffer) == 0);
            assertThat(pool.getPoolSize()).isEqualTo(2);
            pool.shutdown();
            assertThat(pool.awaitTermination(2, MINUTES)).isTrue();
            assertThat(deaths).isEmpty();
            assertThat(started).hasValue(2);
        }
    }

    @Test
    void aRingDropsTheOldestTaskAndItsListenerCanCancelIt() throws Exception {
        RingBuffer<Runnable> ring = Buffer.<Runnable>builder()
                .dropListener((task, reason) -> ((Future<?>) task).cancel(false))
                .ring(1);
        ThreadPoolExecutor pool = pool(ring, 1, 1);
        Future<?> running = pool.submit(this::passTheGate);
        Future<?> dropped = pool.submit(this::passTheGate);
        Future<?> latest = pool.submit(this::passTheGate);
        assertThat(dropped).isCancelled();
        gate.countDown();
        running.get(2, MINUTES);
        latest.get(2, MINUTES);
        assertThat(ran).hasValue(2);
    }

    /* The drop listener runs between the executor's offer and its recheck, which then sees the shutdown. */
    @Test
    void aTaskThatIsSubmittedDuringShutdownIsRun() throws Exception {
        RingBuffer<Runnable> ring = Buffer.<Runnable>builder()
                .dropListener((task, reason) -> pools.get(0).shutdown())
                .ring(1);
        ThreadPoolExecutor pool = pool(ring, 1, 1);
        pool.execute(this::passTheGate);
        pool.execute(this::nothing);
        pool.execute(this::passTheGate);
        gate.countDown();
        assertThat(pool.awaitTermination(2, MINUTES)).isTrue();
        assertThat(ran).hasValue(2);
    }

    @Test
    void aTaskCannotBeRemovedFromTheQueue() {
        ThreadPoolExecutor pool = pool(new BlockBuffer<>(1), 1, 1);
        pool.execute(this::passTheGate);
        Runnable second = this::passTheGate;
        pool.execute(second);
        assertThat(pool.remove(second)).isFalse();
        assertThat(pool.getQueue()).containsExactly(second);
    }
}
