package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.ReaderThread.Activity;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of {@link Buffer#activity()}: which threads are reported, and what they do. */
class ActivityTest {

    private final BlockBuffer<String> buffer = new BlockBuffer<>(8);

    private static List<ReaderThread> readers(AbstractBuffer<?> buffer) {
        return buffer.activity().readers();
    }

    private @Nullable Activity activityOf(Thread thread) {
        return readers(buffer).stream()
                .filter(reader -> reader.thread() == thread)
                .map(ReaderThread::activity)
                .findFirst()
                .orElse(null);
    }

    interface ReadingCall {
        void read(Buffer<String> buffer) throws Exception;
    }

    static Stream<ReadingCall> readingCalls() {
        return Stream.of(
                Buffer::next,
                Buffer::nextEnvelope,
                Buffer::poll,
                buffer -> buffer.poll(Duration.ofMinutes(1)),
                buffer -> buffer.read(new String[1]),
                buffer -> buffer.readBatch(1, Duration.ZERO),
                buffer -> buffer.readEnvelopes(1, Duration.ZERO),
                buffer -> buffer.drainTo(new ArrayList<>(), 1),
                buffer -> buffer.stream().iterator().next());
    }

    @ParameterizedTest
    @MethodSource("readingCalls")
    void aThreadHasElementsInHandUntilItFindsTheBufferEmptyTwice(ReadingCall call) throws Exception {
        buffer.write(new String[] {"a", "b"});
        assertThat(readers(buffer)).isEmpty();
        call.read(buffer);
        assertThat(activityOf(Thread.currentThread())).isEqualTo(Activity.HANDLING);
        call.read(buffer);
        assertThat(activityOf(Thread.currentThread())).isEqualTo(Activity.HANDLING);
        buffer.poll();
        assertThat(activityOf(Thread.currentThread())).isEqualTo(Activity.HANDLING);
        buffer.poll();
        assertThat(activityOf(Thread.currentThread())).isEqualTo(Activity.IDLE);
    }

    @Test
    void aTimedPollThatFindsNothingOnceLeavesTheBatchInHand() throws Exception {
        buffer.write(new String[] {"a", "b"});
        CountDownLatch stored = new CountDownLatch(1);
        Thread reader = start(() -> {
            for (String element = buffer.next(); element != null; element = buffer.poll(Duration.ofMillis(1))) {
                Thread.onSpinWait();
            }
            stored.await();
            buffer.poll(Duration.ofHours(1));
        });
        await("the thread to wait").until(() -> reader.getState() == Thread.State.WAITING);
        assertThat(activityOf(reader)).isEqualTo(Activity.HANDLING);
        stored.countDown();
        await("the reader to wait").until(() -> activityOf(reader) == Activity.WAITING);
        buffer.add("c");
        reader.join();
    }

    @Test
    void aThreadInATimedWaitForTheRestOfItsBatchHasItInHand() throws Exception {
        buffer.add("a");
        Thread reader = start(() -> {
            buffer.next();
            buffer.poll(Duration.ofHours(1));
            buffer.next();
        });
        await("the reader to wait").until(() -> buffer.stats().readersWaiting() == 1);
        assertThat(activityOf(reader)).isEqualTo(Activity.HANDLING);
        buffer.add("b");
        await("the reader to wait").until(() -> activityOf(reader) == Activity.WAITING);
        reader.interrupt();
    }

    @Test
    void theElementsInHandAreThoseOfTheLastCall() throws Exception {
        buffer.write(new String[] {"a", "b", "c", "d", "e", "f"});
        assertThat(buffer.readBatch(3, Duration.ZERO)).hasSize(3);
        assertThat(readers(buffer).get(0).inHand()).isEqualTo(3);
        assertThat(buffer.read(new String[2])).isEqualTo(2);
        assertThat(readers(buffer).get(0).inHand()).isEqualTo(2);
        assertThat(buffer.next()).isEqualTo("f");
        assertThat(readers(buffer).get(0).inHand()).isEqualTo(1);
        assertThat(buffer.poll()).isNull();
        assertThat(readers(buffer).get(0).inHand()).isEqualTo(1);
        assertThat(buffer.poll()).isNull();
        assertThat(readers(buffer).get(0).inHand()).isZero();
    }

    @Test
    void allElementsOfABatchThatIsReadInPartsAreInHand() throws Exception {
        Thread reader = start(() -> {
            buffer.readBatch(3, Duration.ofHours(1));
            new CountDownLatch(1).await();
        });
        buffer.add("a");
        await("a reader with one element").until(() -> readers(buffer).stream().anyMatch(entry -> entry.inHand() == 1));
        buffer.write(new String[] {"b", "c"});
        await("a reader with three elements")
                .until(() -> readers(buffer).stream().anyMatch(entry -> entry.inHand() == 3));
        reader.interrupt();
    }

    @Test
    void aThreadThatSeesTheEndHasNothingInHand() throws Exception {
        buffer.add("a");
        buffer.closeWrite();
        assertThat(buffer.next()).isEqualTo("a");
        assertThat(activityOf(Thread.currentThread())).isEqualTo(Activity.HANDLING);
        assertThat(buffer.next()).isNull();
        assertThat(activityOf(Thread.currentThread())).isEqualTo(Activity.IDLE);
    }

    @Test
    void aThreadThatDiscardsIsAReaderWithNothingInHand() throws Exception {
        buffer.write(new String[] {"a", "b"});
        assertThat(buffer.reset()).isEqualTo(2);
        assertThat(readers(buffer)).isEmpty();
        buffer.discard(1);
        assertThat(activityOf(Thread.currentThread())).isEqualTo(Activity.IDLE);
    }

    @Test
    void aThreadThatHasNeverReadIsNotReported() {
        assertThat(buffer.poll()).isNull();
        assertThat(buffer.drainTo(new ArrayList<>(), 1)).isZero();
        assertThat(buffer.peek()).isNull();
        assertThat(buffer.offer("a")).isTrue();
        assertThat(buffer.snapshot()).hasSize(1);
        assertThat(readers(buffer)).isEmpty();
    }

    @Test
    void aThreadWaitsAndThenHandles() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        Thread reader = start(() -> {
            buffer.next();
            handled.await();
            buffer.next();
        });
        await("the reader to wait").until(() -> activityOf(reader) == Activity.WAITING);
        buffer.add("a");
        await("the reader to handle an element").until(() -> activityOf(reader) == Activity.HANDLING);
        handled.countDown();
        await("the reader to wait").until(() -> activityOf(reader) == Activity.WAITING);
        reader.interrupt();
        reader.join();
        assertThat(readers(buffer)).isEmpty();
    }

    @Test
    void alternatingThreadsAreDistinguished() throws Exception {
        buffer.write(new String[] {"a", "b", "c"});
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        buffer.next();
        Thread other = start(() -> {
            buffer.next();
            read.countDown();
            done.await();
        });
        read.await();
        buffer.next();
        assertThat(buffer.poll()).isNull();
        assertThat(buffer.poll()).isNull();
        assertThat(activityOf(other)).isEqualTo(Activity.HANDLING);
        assertThat(activityOf(Thread.currentThread())).isEqualTo(Activity.IDLE);
        done.countDown();
        other.join();
        assertThat(readers(buffer)).extracting(ReaderThread::thread).containsExactly(Thread.currentThread());
    }

    @Test
    void aThreadIsLoopingUntilItsForEachReturnsOrThrows() throws Exception {
        buffer.add("a");
        assertThatThrownBy(() -> buffer.forEach(element -> {
                    assertThat(readers(buffer)).singleElement().satisfies(reader -> {
                        assertThat(reader.looping()).isTrue();
                        assertThat(reader.activity()).isEqualTo(Activity.HANDLING);
                    });
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(readers(buffer)).isEmpty();
        buffer.add("b");
        buffer.closeWrite();
        buffer.forEach(element -> {});
        assertThat(readers(buffer)).isEmpty();
    }

    @Test
    void aThreadIsLoopingUntilItsStreamEndsOrIsClosed() throws Exception {
        buffer.write(new String[] {"a", "b", "c"});
        try (Stream<String> stream = buffer.stream()) {
            assertThat(readers(buffer)).isEmpty();
            assertThat(stream.findFirst()).contains("a");
            assertThat(readers(buffer)).extracting(ReaderThread::looping).containsExactly(true);
        }
        assertThat(readers(buffer)).isEmpty();
        assertThatThrownBy(() -> buffer.stream().forEach(element -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(readers(buffer)).isEmpty();
        buffer.closeWrite();
        assertThat(buffer.stream()).containsExactly("c");
        assertThat(readers(buffer)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theReadCountShowsThatAThreadHasReadInBetween(Kind kind) throws Exception {
        AbstractBuffer<String> buffer = kind.create(2);
        buffer.add("a");
        buffer.next();
        long first = readers(buffer).get(0).readCount();
        buffer.offer("b");
        buffer.discard(1);
        for (int i = 0; i < 5; i++) {
            buffer.offer("c");
        }
        assertThat(readers(buffer).get(0).readCount()).isEqualTo(first);
        buffer.next();
        assertThat(readers(buffer).get(0).readCount()).isNotEqualTo(first);
    }

    @Test
    void aThreadThatWaitsInAQueueViewOfAnEndedBufferIsParked() throws Exception {
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        Thread worker = start(queue::take);
        await("the worker to wait").until(() -> activityOf(worker) == Activity.WAITING);
        buffer.closeWrite();
        await("the worker to park").until(() -> activityOf(worker) == Activity.PARKED);
        worker.interrupt();
        worker.join();
    }

    @Test
    void aWriterIsSampledAfterASnapshot() throws Exception {
        buffer.add("a");
        assertThat(buffer.activity().writer()).isNull();
        assertThat(buffer.activity().writer()).isNull();
        buffer.add("b");
        assertThat(buffer.activity().writer()).isSameAs(Thread.currentThread());
        buffer.write(new String[] {"c"});
        assertThat(buffer.activity().writer()).isSameAs(Thread.currentThread());
    }

    @Test
    void theLastThreadThatWasRefusedAfterTheEndIsReported() throws Exception {
        BlockBuffer<String> small = new BlockBuffer<>(1);
        small.add("a");
        assertThat(small.offer("b")).isFalse();
        assertThat(small.activity().refusedWriter()).isNull();
        small.closeWrite();
        assertThat(small.offer("b")).isFalse();
        assertThat(small.activity().refusedWriter()).isSameAs(Thread.currentThread());
    }

    @Test
    void threadsAreReferencedWeakly() throws Exception {
        WeakReference<Thread> dead = readAndDie();
        await("the dead thread to be collected").until(() -> {
            System.gc();
            return dead.refersTo(null);
        });
    }

    private WeakReference<Thread> readAndDie() throws Exception {
        buffer.write(new String[] {"a", "b"});
        Thread reader = start(buffer::next);
        reader.join();
        return new WeakReference<>(reader);
    }

    @Test
    void deadThreadsThatAreStillReferencedDoNotAccumulate() throws Exception {
        ReaderThreads threads = new ReaderThreads();
        List<Thread> dead = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int count = i;
            Thread reader = start(() -> threads.reads(1, count));
            reader.join();
            dead.add(reader);
        }
        assertThat(threads.live(1_000)).isEmpty();
        assertThat(Footprint.tableOf(threads).length).isLessThanOrEqualTo(64);
        assertThat(dead).hasSize(1_000);
    }

    @Test
    void manyLiveThreadsAreAllReported() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(start(() -> {
                buffer.poll(Duration.ofNanos(1));
                buffer.drainTo(new ArrayList<>(), 1);
                seen.await();
            }));
        }
        await("all readers to be known").until(() -> readers(buffer).size() == 100);
        assertThat(readers(buffer)).extracting(ReaderThread::thread).containsExactlyInAnyOrderElementsOf(waiting);
        seen.countDown();
        for (Thread reader : waiting) {
            reader.join();
        }
        assertThat(readers(buffer)).isEmpty();
    }

    @Test
    void noMethodOfAThreadIsCalledWithTheLockHeld() throws Exception {
        buffer.write(new String[] {"a", "b"});
        Thread reader =
                new Thread(() -> {
                    buffer.poll();
                    buffer.poll();
                }) {
                    @Override
                    public int hashCode() {
                        throw new IllegalStateException("foreign code");
                    }
                };
        reader.start();
        reader.join();
        assertThat(buffer.size()).isZero();
    }

    @Test
    void anotherImplementationNeedNotTrackItsThreads() {
        Buffer<?> other = (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(),
                new Class<?>[] {Buffer.class},
                (proxy, method, arguments) -> InvocationHandler.invokeDefault(proxy, method));
        assertThat(other.activity()).isNull();
    }

    @Test
    void anotherImplementationChecksRepeatedlyWhetherItIsIdle() throws Exception {
        StreamingBuffer other = (StreamingBuffer) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(),
                new Class<?>[] {StreamingBuffer.class},
                (proxy, method, arguments) ->
                        method.isDefault() && method.getName().equals("awaitIdle")
                                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                                : method.invoke(buffer, arguments));
        assertThat(other.awaitIdle(Duration.ZERO)).isTrue();
        buffer.add("a");
        assertThat(other.awaitIdle(Duration.ofMillis(1))).isFalse();
        CountDownLatch handled = new CountDownLatch(1);
        Thread reader = start(() -> {
            buffer.next();
            handled.await();
            buffer.next();
        });
        Call<Boolean> idle = Call.of(() -> other.awaitIdle(Duration.ofDays(1))).awaitParked();
        await("the reader to handle an element").until(() -> activityOf(reader) == Activity.HANDLING);
        assertThat(other.awaitIdle(Duration.ofMillis(1))).isFalse();
        assertThat(idle.isDone()).isFalse();
        handled.countDown();
        assertThat(idle.result()).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> other.awaitIdle(Duration.ZERO)).isInstanceOf(InterruptedException.class);
        reader.interrupt();
    }

    interface Body {
        void run() throws Exception;
    }

    private static Thread start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
