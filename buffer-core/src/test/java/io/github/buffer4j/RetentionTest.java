package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements that have left are not reachable, and storage that is no longer needed is released. */
class RetentionTest {

    private static final int CAPACITY = 8;

    /** A call by which elements leave. */
    private interface Exit {
        void from(Buffer<Object> buffer) throws Exception;
    }

    /** A buffer that elements have left. */
    private record Left(String how, Buffer<Object> buffer, List<WeakReference<Object>> elements) {

        boolean anyKept() {
            return elements.stream().anyMatch(element -> element.get() != null);
        }
    }

    /* The buffer has wrapped and is full before the call. Some elements remain, so that the storage is not released. */
    private static Left leave(Kind kind, boolean listens, String how, Exit exit) throws Exception {
        List<WeakReference<Object>> captured = new ArrayList<>();
        BufferBuilder<Object> options = Buffer.builder().context(new ContextCarrier() {
            @Override
            public Object capture() {
                Object context = new Object();
                captured.add(new WeakReference<>(context));
                return context;
            }

            @Override
            public AutoCloseable restore(Object context) {
                return () -> {};
            }
        });
        if (listens) {
            options.dropListener((element, reason) -> {});
        }
        Buffer<Object> buffer = kind.create(options, CAPACITY);
        buffer.write(objects(CAPACITY - 2));
        buffer.discard(CAPACITY - 2);
        Object[] elements = objects(CAPACITY);
        captured.clear();
        for (Object element : elements) {
            buffer.add(element);
        }
        List<WeakReference<Object>> contexts = List.copyOf(captured);
        exit.from(buffer);
        List<Object> stay = buffer.snapshot();
        List<WeakReference<Object>> left = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            if (!stay.contains(elements[i])) {
                left.add(new WeakReference<>(elements[i]));
                left.add(contexts.get(i));
            }
        }
        assertThat(left).as(how).isNotEmpty();
        return new Left(how + (listens ? " with a drop listener" : ""), buffer, left);
    }

    private static Object[] objects(int n) {
        Object[] objects = new Object[n];
        for (int i = 0; i < n; i++) {
            objects[i] = new Object();
        }
        return objects;
    }

    private static void drainTwoAndPutBack(Buffer<Object> buffer) {
        BlockingQueue<Object> two = new ArrayBlockingQueue<>(2);
        assertThatThrownBy(() -> buffer.drainTo(two, CAPACITY)).hasMessage("Queue full");
    }

    private static List<Left> leaveByEveryExit(Kind kind, boolean listens) throws Exception {
        List<Left> left = new ArrayList<>();
        left.add(leave(kind, listens, "next", Buffer::next));
        left.add(leave(kind, listens, "poll", Buffer::poll));
        left.add(leave(kind, listens, "timed poll", b -> b.poll(Duration.ZERO)));
        left.add(leave(kind, listens, "read", b -> b.read(new Object[4])));
        left.add(leave(kind, listens, "readBatch", b -> b.readBatch(4, Duration.ZERO)));
        left.add(leave(kind, listens, "drainTo", b -> b.drainTo(new ArrayList<>(), 4)));
        left.add(leave(kind, listens, "stream", b -> b.stream().limit(4).forEach(element -> {})));
        left.add(leave(kind, listens, "discard", b -> b.discard(4)));
        left.add(leave(kind, listens, "reset", Buffer::reset));
        left.add(leave(kind, listens, "close", Buffer::close));
        left.add(leave(kind, listens, "closeWithError", b -> b.closeWithError(new IOException("cut"))));
        left.add(leave(kind, listens, "the end", RetentionTest::endAndReset));
        left.add(leave(kind, listens, "reading to the end", b -> {
            b.closeWrite();
            b.forEach(element -> {});
        }));
        left.add(leave(kind, listens, "the queue view", b -> b.asBlockingQueue().take()));
        left.add(leave(kind, listens, "drainTo that puts back", RetentionTest::drainTwoAndPutBack));
        left.add(leave(kind, listens, "drainTo that cannot put back", b -> {
            b.closeWrite();
            drainTwoAndPutBack(b);
        }));
        left.add(leave(kind, listens, "shrinking", b -> b.discard(7)));
        left.add(leave(kind, listens, "growing", b -> {
            b.discard(4);
            b.resize(16);
            b.write(objects(12));
        }));
        left.add(leave(kind, listens, "resize down", b -> {
            b.resize(2);
            b.poll();
        }));
        if (kind == Kind.RING) {
            left.add(leave(kind, listens, "add", b -> b.add(new Object())));
            left.add(leave(kind, listens, "offer", b -> b.offer(new Object())));
            left.add(leave(kind, listens, "timed offer", b -> b.offer(new Object(), Duration.ZERO)));
            left.add(leave(kind, listens, "bulk offer", b -> b.offer(objects(4), 0, 4)));
            left.add(leave(kind, listens, "write", b -> b.write(objects(4))));
            left.add(leave(kind, listens, "write past the capacity", b -> b.write(objects(20))));
        }
        return left;
    }

    @ParameterizedTest
    @EnumSource
    void elementsThatLeftAreNotReachable(Kind kind) throws Exception {
        List<Left> left = leaveByEveryExit(kind, false);
        left.addAll(leaveByEveryExit(kind, true));
        try {
            await("the elements to be collected").pollDelay(Duration.ZERO).untilAsserted(() -> {
                System.gc();
                assertThat(left.stream().filter(Left::anyKept).map(Left::how)).isEmpty();
            });
        } finally {
            Reference.reachabilityFence(left);
        }
    }

    @Test
    void aGrowableBufferReleasesStorageAfterABurst() throws Exception {
        long empty = Footprint.of(filledOnceWith(1));
        for (Exit exit : List.<Exit>of(
                b -> b.stream().limit(100_000).forEach(element -> {}),
                b -> b.readBatch(100_000, Duration.ZERO),
                b -> b.drainTo(new ArrayList<>(), 100_000),
                Buffer::reset)) {
            Buffer<Object> buffer = new GrowableBuffer<>();
            buffer.write(objects(100_000));
            assertThat(Footprint.of(buffer)).isGreaterThan(empty + 400_000);
            exit.from(buffer);
            assertThat(buffer.size()).isZero();
            assertThat(Footprint.of(buffer)).isEqualTo(empty);
        }
    }

    @Test
    void aGrowableBufferTakesAtMostSixBytesForAnElement() throws Exception {
        Object element = new Object();
        Buffer<Object> buffer = new GrowableBuffer<>();
        long empty = Footprint.of(buffer);
        for (int size = 1; size <= 100_000; size++) {
            buffer.add(element);
            if (size % 997 == 0) {
                assertThat(Footprint.of(buffer)).as("%d elements", size).isLessThan(empty + 6L * size);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndedBufferHasNoStorage(Kind kind) throws Exception {
        for (Exit exit : List.<Exit>of(
                Buffer::close,
                RetentionTest::endAndReset,
                RetentionTest::resetAndEnd,
                RetentionTest::drainAndCloseMeanwhile)) {
            long small = footprintAfter(exit, kind, 1);
            long large = footprintAfter(exit, kind, 1024);
            Buffer<Object> open = kind.create(1024);
            open.write(objects(1024));
            assertThat(large).isEqualTo(small).isLessThan(Footprint.of(open) - 4 * 1024);
        }
    }

    private static void endAndReset(Buffer<Object> buffer) {
        buffer.closeWrite();
        buffer.reset();
    }

    private static void resetAndEnd(Buffer<Object> buffer) {
        buffer.reset();
        buffer.closeWrite();
    }

    private static void drainAndCloseMeanwhile(Buffer<Object> buffer) {
        buffer.drainTo(
                new ArrayList<>() {
                    @Override
                    public boolean add(Object element) {
                        buffer.close();
                        return super.add(element);
                    }
                },
                1024);
    }

    private static Buffer<Object> filledOnceWith(int elements) throws Exception {
        Buffer<Object> buffer = new GrowableBuffer<>();
        buffer.write(objects(elements));
        buffer.reset();
        return buffer;
    }

    @ParameterizedTest
    @EnumSource
    void storageIsAllocatedAsElementsAreWritten(Kind kind) throws Exception {
        Buffer<Object> small = kind.create(1);
        Buffer<Object> large = kind.create(BufferBuilder.MAX_CAPACITY);
        assertThat(Footprint.of(large)).isEqualTo(Footprint.of(small));
        small.resize(BufferBuilder.MAX_CAPACITY);
        assertThat(Footprint.of(small)).isEqualTo(Footprint.of(large));
        small.add(new Object());
        assertThat(Footprint.of(small)).isLessThan(Footprint.of(large) + 200);
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "RING"})
    void anEmptyBufferThatIsResizedDownReleasesItsStorage(Kind kind) throws Exception {
        Buffer<Object> buffer = kind.create(1000);
        long unused = Footprint.of(buffer);
        buffer.write(objects(1000));
        buffer.reset();
        buffer.resize(10);
        assertThat(Footprint.of(buffer)).isEqualTo(unused);
    }

    @ParameterizedTest
    @EnumSource
    void aBufferThatIsResizedDownReleasesStorageAsElementsLeave(Kind kind) throws Exception {
        Buffer<Object> buffer = kind.create(1000);
        buffer.write(objects(1000));
        buffer.resize(10);
        buffer.discard(buffer.size() - 5);
        Buffer<Object> other = kind.create(10);
        other.write(objects(10));
        other.discard(5);
        assertThat(Footprint.of(buffer) - 5 * 16).isLessThanOrEqualTo(Footprint.of(other) - 5 * 16 + 6 * 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "GROWABLE"})
    void elementsAboveAReducedCapacityLeaveInOrder(Kind kind) throws Exception {
        Buffer<Object> buffer = kind.create(1000);
        Object[] elements = objects(1000);
        buffer.write(elements);
        buffer.resize(3);
        buffer.closeWrite();
        for (Object element : elements) {
            assertThat(buffer.next()).isSameAs(element);
        }
        assertThat(buffer.next()).isNull();
    }

    /** Otherwise the steady state would allocate. */
    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "RING"})
    void aBoundedBufferKeepsItsStorage(Kind kind) throws Exception {
        Buffer<Object> buffer = kind.create(1000);
        Object element = new Object();
        buffer.add(element);
        for (int i = 1; i < 1000; i++) {
            buffer.add(element);
        }
        long full = Footprint.of(buffer);
        buffer.discard(999);
        assertThat(Footprint.of(buffer)).isEqualTo(full);
    }

    @Test
    void storageGrowsByHalfWhenItIsTooSmall() throws Exception {
        Object element = new Object();
        Buffer<Object> buffer = Buffer.builder().growable(16, 1000);
        buffer.add(element);
        long sixteen = Footprint.of(buffer);
        for (int i = 1; i < 16; i++) {
            buffer.add(element);
        }
        assertThat(Footprint.of(buffer)).isEqualTo(sixteen);
        buffer.add(element);
        long twentyFour = Footprint.of(buffer);
        assertThat(twentyFour).isEqualTo(sixteen + 8 * 4);
        for (int i = 17; i < 24; i++) {
            buffer.add(element);
        }
        assertThat(Footprint.of(buffer)).isEqualTo(twentyFour);
    }

    @Test
    void storageIsKeptWhileTheSizeGoesUpAndDown() throws Exception {
        Object element = new Object();
        Buffer<Object> buffer = new GrowableBuffer<>();
        for (int i = 0; i < 100; i++) {
            buffer.add(element);
        }
        long full = Footprint.of(buffer);
        buffer.discard(60);
        assertThat(Footprint.of(buffer)).isEqualTo(full);
        buffer.discard(20);
        assertThat(Footprint.of(buffer)).isLessThan(full);
    }

    private static long footprintAfter(Exit exit, Kind kind, int capacity) throws Exception {
        Buffer<Object> buffer = kind.create(Buffer.<Object>builder().trackAge(true), capacity);
        buffer.write(objects(capacity));
        exit.from(buffer);
        assertThat(buffer.state().isTerminal()).isTrue();
        return Footprint.of(buffer);
    }
}
