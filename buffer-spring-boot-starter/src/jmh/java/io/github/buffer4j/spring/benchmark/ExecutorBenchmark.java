package io.github.buffer4j.spring.benchmark;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.executor.BufferTaskExecutor;
import io.github.buffer4j.spring.executor.WhenFull;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Measures how fast tasks that do nothing are handed over by executors with a queue of 1,024, whose callers wait for
 * room.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExecutorBenchmark {

    private static final int TASKS = 100_000;
    private static final int CAPACITY = 1024;
    private static final RejectedExecutionHandler WAIT = (task, pool) -> {
        try {
            pool.getQueue().put(task);
        } catch (InterruptedException e) {
            throw new RejectedExecutionException(e);
        }
    };

    /** The executors. */
    public enum Kind {
        /** A {@link ThreadPoolTaskExecutor} that puts a rejected task into its queue. */
        THREAD_POOL,
        /** A {@link BufferTaskExecutor}. */
        BUFFER
    }

    @Param
    public Kind kind = Kind.BUFFER;

    @Param({"1", "4"})
    public int submitters;

    @Param({"2", "10"})
    public int workers;

    /** Threads that keep the processors busy. */
    @Param({"0", "4"})
    public int load;

    private final List<Thread> loads = new ArrayList<>();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private Executor executor = Runnable::run;
    private Runnable stop = () -> {};
    private volatile boolean done;

    /** Starts the executor and the load. */
    @Setup
    public void start() {
        for (int i = 0; i < load; i++) {
            Thread thread = new Thread(() -> {
                while (!done) {
                    Thread.onSpinWait();
                }
            });
            thread.start();
            loads.add(thread);
        }
        switch (kind) {
            case THREAD_POOL -> startPool();
            case BUFFER -> startBufferExecutor();
        }
    }

    private void startPool() {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setCorePoolSize(workers);
        pool.setMaxPoolSize(workers);
        pool.setQueueCapacity(CAPACITY);
        pool.setPrestartAllCoreThreads(true);
        pool.setRejectedExecutionHandler(WAIT);
        pool.initialize();
        executor = pool;
        stop = pool::shutdown;
    }

    private void startBufferExecutor() {
        BlockBuffer<Runnable> queue = new BlockBuffer<>(CAPACITY);
        BufferRegistry registry = new BufferRegistry(List.of());
        registry.register(new BufferEntry("tasks", queue));
        BufferListeners listeners =
                new BufferListeners(registry, spec -> ListenerObserver.NONE, (container, state) -> {});
        executor = new BufferTaskExecutor(
                ListenerSpec.builder("executor", "tasks").concurrency(workers).build(),
                queue,
                WhenFull.WAIT,
                null,
                listeners);
        stop = queue::closeWrite;
    }

    /** Hands in the tasks and waits until all have run. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void handOver() throws Exception {
        for (Future<Void> caller : callers.invokeAll(Collections.nCopies(submitters, submit()))) {
            caller.get();
        }
        CyclicBarrier allHaveRun = new CyclicBarrier(workers + 1);
        for (int i = 0; i < workers; i++) {
            executor.execute(() -> await(allHaveRun));
        }
        await(allHaveRun);
    }

    private Callable<Void> submit() {
        return () -> {
            for (int i = TASKS / submitters; i > 0; i--) {
                executor.execute(() -> {});
            }
            return null;
        };
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the executor and the load. */
    @TearDown
    public void stop() throws InterruptedException {
        stop.run();
        callers.shutdown();
        done = true;
        for (Thread thread : loads) {
            thread.join();
        }
    }
}
