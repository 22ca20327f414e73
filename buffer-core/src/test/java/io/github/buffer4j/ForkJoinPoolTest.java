package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers of a ForkJoinPool that wait in a buffer do not starve the pool. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkJoinPoolTest {

    private static final int PARALLELISM = 2;

    /* More tasks than workers, so that without compensation no worker is left for the other side. */
    private static final int TASKS = 2 * PARALLELISM;

    private static final Duration LONG = Duration.ofMinutes(4);

    private final BlockBuffer<Integer> buffer = new BlockBuffer<>(1);
    private final BlockingQueue<Integer> view = buffer.asBlockingQueue();
    private ForkJoinPool pool = new ForkJoinPool(PARALLELISM);

    /** Calls that wait long enough to be compensated. */
    enum LongWait {
        NEXT(true, test -> test.buffer.next()),
        READ(true, test -> test.buffer.read(new Integer[1])),
        POLL(true, test -> test.buffer.poll(LONG)),
        READ_BATCH(true, test -> test.buffer.readBatch(1, Duration.ZERO)),
        READ_ENVELOPES(true, test -> test.buffer.readEnvelopes(1, Duration.ZERO)),
        NEXT_ENVELOPE(true, test -> test.buffer.nextEnvelope()),
        STREAM(true, test -> test.buffer.stream().findFirst()),
        TAKE(true, test -> test.view.take()),
        QUEUE_POLL(true, test -> test.view.poll(4, TimeUnit.MINUTES)),
        ADD(false, test -> {
            test.buffer.add(1);
            return true;
        }),
        WRITE(false, test -> {
            test.buffer.write(new Integer[] {1});
            return true;
        }),
        OFFER(false, test -> test.buffer.offer(1, LONG)),
        PUT(false, test -> {
            test.view.put(1);
            return true;
        });

        /** A call on the buffer of a test. */
        interface Body {
            @Nullable
            Object call(ForkJoinPoolTest test) throws Exception;
        }

        final boolean reads;

        @SuppressWarnings("ImmutableEnumChecker")
        private final Body body;

        LongWait(boolean reads, Body body) {
            this.reads = reads;
            this.body = body;
        }

        Callable<String> in(ForkJoinPoolTest test) {
            return () -> String.valueOf(body.call(test));
        }
    }

    @AfterEach
    void stop() {
        buffer.close();
        pool.shutdownNow();
    }

    private List<ForkJoinTask<String>> submit(LongWait call) {
        List<ForkJoinTask<String>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(pool.submit(call.in(this)));
        }
        return tasks;
    }

    private static LongWait otherSide(LongWait call) {
        return call.reads ? LongWait.ADD : LongWait.NEXT;
    }

    /** All workers of the pool wait before the tasks that end their waits are submitted. */
    @ParameterizedTest
    @EnumSource
    void waitingTasksLetTheOthersRun(LongWait call) throws Exception {
        if (!call.reads) {
            buffer.add(0);
        }
        List<ForkJoinTask<String>> waiting = submit(call);
        List<ForkJoinTask<String>> others = submit(otherSide(call));
        for (ForkJoinTask<String> task : waiting) {
            assertThat(Patience.result(task)).isNotIn("null", "false");
        }
        for (ForkJoinTask<String> task : others) {
            Patience.result(task);
        }
    }

    @Test
    void aLingeringBatchLetsTheOthersRun() throws Exception {
        BlockBuffer<Integer> large = new BlockBuffer<>(10);
        List<ForkJoinTask<List<Integer>>> batches = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            large.add(i);
            batches.add(pool.submit(() -> large.readBatch(2, LONG)));
        }
        await("the buffer to be empty").until(() -> large.stats().size() == 0);
        ForkJoinTask<?> writer = pool.submit(() -> {
            large.write(new Integer[] {1, 1, 1, 1});
            return true;
        });
        Patience.result(writer);
        for (ForkJoinTask<List<Integer>> batch : batches) {
            assertThat(Patience.result(batch)).hasSize(2);
        }
    }

    @Test
    void parallelStreamsAndFuturesOfTheCommonPoolEnd() throws Exception {
        int elements = 1_000;
        BlockBuffer<Integer> small = new BlockBuffer<>(1);
        CompletableFuture<Void> written = CompletableFuture.runAsync(
                () -> IntStream.range(0, elements).parallel().forEach(i -> add(small, i)));
        CompletableFuture<Integer> sum = CompletableFuture.supplyAsync(() ->
                IntStream.range(0, elements).parallel().map(i -> next(small)).sum());
        Patience.result(written);
        assertThat(Patience.result(sum)).isEqualTo(elements * (elements - 1) / 2);
    }

    private static void add(BlockBuffer<Integer> buffer, int element) {
        try {
            buffer.add(element);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int next(BlockBuffer<Integer> buffer) {
        try {
            return Objects.requireNonNull(buffer.next());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A pool whose maximum size equals its parallelism refuses to compensate. */
    @ParameterizedTest
    @EnumSource
    void aThreadWaitsIfItsPoolRefusesToCompensate(LongWait call) throws Exception {
        pool.shutdownNow();
        pool = refusing();
        if (!call.reads) {
            buffer.add(0);
        }
        ForkJoinTask<String> waiting = pool.submit(call.in(this));
        await("the thread to wait").until(() -> Call.waiting(buffer) == 1);
        otherSide(call).in(this).call();
        assertThat(Patience.result(waiting)).isNotIn("null", "false");
        assertThat(buffer.lock.isLocked()).isFalse();
    }

    /* Creates a pool that throws RejectedExecutionException instead of waiting without compensation. */
    private static ForkJoinPool refusing() {
        return new ForkJoinPool(
                1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, false, 1, 1, 1, null, 1, TimeUnit.SECONDS);
    }

    /** The thread factory of a pool is user code. */
    @Test
    void aPoolStartsTheCompensatingThreadWithoutTheLock() throws Exception {
        pool.shutdownNow();
        List<Boolean> locked = new CopyOnWriteArrayList<>();
        pool = new ForkJoinPool(
                1,
                of -> {
                    locked.add(buffer.lock.isHeldByCurrentThread());
                    return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(of);
                },
                null,
                false);
        ForkJoinTask<String> waiting = pool.submit(LongWait.POLL.in(this));
        await("both threads to have the lock").until(() -> locked.size() == 2);
        assertThat(locked).containsOnly(false);
        buffer.add(1);
        assertThat(Patience.result(waiting)).isEqualTo("1");
    }

    /** Runs an action after a worker has checked the buffer and before it waits: while the pool compensates. */
    private String meanwhile(LongWait call, Call.Action action) throws Exception {
        pool.shutdownNow();
        AtomicInteger threads = new AtomicInteger();
        pool = new ForkJoinPool(
                1,
                of -> {
                    if (threads.incrementAndGet() == 2) {
                        try {
                            action.run();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    }
                    return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(of);
                },
                null,
                false);
        return Patience.result(pool.submit(call.in(this)));
    }

    @Test
    void aSignalWhileThePoolCompensatesIsNotMissed() throws Exception {
        assertThat(meanwhile(LongWait.NEXT, () -> buffer.add(7))).isEqualTo("7");
        buffer.add(8);
        assertThat(meanwhile(LongWait.ADD, buffer::next)).isEqualTo("true");
    }

    @Test
    void anEndWhileThePoolCompensatesIsNotMissed() throws Exception {
        assertThat(meanwhile(LongWait.NEXT, buffer::closeWrite)).isEqualTo("null");
    }

    @Test
    void aShortWaitIsNotCompensated() throws Exception {
        pool.shutdownNow();
        pool = refusing();
        ForkJoinTask<Boolean> timedOut = pool.submit(() -> {
            assertThat(Thread.currentThread()).isInstanceOf(ForkJoinWorkerThread.class);
            return buffer.poll(Duration.ofMillis(999)) == null;
        });
        assertThat(Patience.result(timedOut)).isTrue();
        assertThat(pool.getPoolSize()).isEqualTo(1);
    }

    @Test
    void aWorkerThatIsInterruptedStopsWaiting() throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        ForkJoinTask<String> waiting = pool.submit(() -> {
            worker.complete(Thread.currentThread());
            try {
                return "read " + buffer.next();
            } catch (InterruptedException e) {
                return "interrupted";
            }
        });
        await("the thread to wait").until(() -> Call.waiting(buffer) == 1);
        worker.get().interrupt();
        assertThat(Patience.result(waiting)).isEqualTo("interrupted");
        assertThat(Call.waiting(buffer)).isZero();
    }

    @Test
    void closingEndsTheWaitOfAWorker() throws Exception {
        ForkJoinTask<Boolean> waiting = pool.submit(() -> buffer.next() == null);
        await("the thread to wait").until(() -> Call.waiting(buffer) == 1);
        buffer.closeWrite();
        assertThat(Patience.result(waiting)).isTrue();
    }
}
