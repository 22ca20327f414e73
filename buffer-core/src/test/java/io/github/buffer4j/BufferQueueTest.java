package io.github.buffer4j;

import static io.github.buffer4j.WaitingContract.LONG;
import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A buffer as a queue: the table of methods by state, and details that the contract of a queue leaves open. */
class BufferQueueTest {

    private final IOException cause = new IOException("the cable was cut");

    private static Buffer<String> buffer(Kind kind, String... elements) throws Exception {
        Buffer<String> buffer = kind.create(3);
        buffer.write(elements);
        return buffer;
    }

    @ParameterizedTest
    @EnumSource
    void anOpenBufferAllowsReadsAndWrites(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind);
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        queue.put("a");
        assertThat(queue.offer("b")).isTrue();
        assertThat(queue.offer("c", Long.MAX_VALUE, DAYS)).isTrue();
        assertThat(queue).hasSize(3).contains("b").doesNotContain("x");
        assertThat(queue.toArray()).containsExactly("a", "b", "c");
        assertThat(queue.peek()).isEqualTo(queue.element()).isEqualTo("a");
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.remove()).isEqualTo("b");
        assertThat(queue.add("d")).isTrue();
        assertThat(queue.poll()).isEqualTo("c");
        assertThat(queue.poll(Long.MAX_VALUE, DAYS)).isEqualTo("d");
        assertHasNoElement(queue);
        assertThat(buffer.stats().read()).isEqualTo(4);
    }

    private static void assertHasNoElement(BlockingQueue<String> queue) throws Exception {
        assertThat(queue).isEmpty();
        assertThat(queue.peek()).isNull();
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(-1, DAYS)).isNull();
        assertThat(queue.poll(Long.MIN_VALUE, DAYS)).isNull();
        assertThatThrownBy(queue::element).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aDrainingBufferAllowsReadsButNoWrites(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind, "a", "b", "c");
        buffer.closeWrite(cause);
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        assertTakesNothing(queue, cause);
        assertThat(queue.element()).isEqualTo("a");
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.poll(1, DAYS)).isEqualTo("b");
        assertThat(queue.remove()).isEqualTo("c");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
        assertHasEnded(queue, cause);
    }

    @ParameterizedTest
    @EnumSource
    void aDrainedBufferAllowsNeitherReadsNorWrites(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind);
        buffer.closeWrite();
        assertHasEnded(buffer.asBlockingQueue(), null);
    }

    @ParameterizedTest
    @EnumSource
    void aClosedBufferAllowsNeitherReadsNorWrites(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind, "a");
        buffer.closeWithError(cause);
        assertHasEnded(buffer.asBlockingQueue(), cause);
    }

    private static void assertHasEnded(BlockingQueue<String> queue, @Nullable Throwable cause) throws Exception {
        assertTakesNothing(queue, cause);
        assertHasNoElement(queue);
        assertThat(queue.poll(1, MILLISECONDS)).isNull();
        assertThat(queue.drainTo(new ArrayList<>())).isZero();
    }

    /** A queue cannot report the end, and an executor interrupts the threads that it does not need. */
    @ParameterizedTest
    @EnumSource
    void takeAndTimedPollOfAnEndedBufferWaitUntilInterruptedAndAreNotCountedAsReaders(Kind kind) throws Exception {
        Buffer<String> drained = buffer(kind);
        drained.closeWrite();
        Buffer<String> failed = buffer(kind, "a");
        failed.closeWrite(cause);
        failed.poll();
        Buffer<String> closed = buffer(kind, "a");
        closed.closeWithError(cause);
        for (Buffer<String> buffer : List.of(drained, failed, closed)) {
            BlockingQueue<String> queue = buffer.asBlockingQueue();
            BufferStats before = buffer.stats();
            for (Call<String> call : List.of(Call.of(queue::take), Call.of(() -> queue.poll(1, DAYS)))) {
                call.awaitParked();
                assertThat(buffer.stats()).isEqualTo(before);
                call.interrupt();
                assertThat(call.failure(InterruptedException.class)).isNotNull();
            }
            long begin = System.nanoTime();
            assertThat(queue.poll(20, MILLISECONDS)).isNull();
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(20_000_000);
        }
    }

    private static void assertTakesNothing(BlockingQueue<String> queue, @Nullable Throwable cause) throws Exception {
        assertThat(queue.offer("x")).isFalse();
        assertThat(queue.offer("x", 1, DAYS)).isFalse();
        assertClosed(() -> queue.put("x"), cause);
        assertClosed(() -> queue.add("x"), cause);
        assertThat(queue.remainingCapacity()).isZero();
    }

    private static void assertClosed(Call.Action call, @Nullable Throwable cause) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        BufferClosedException.class,
                        e -> assertThat(e.getCause()).isSameAs(cause));
    }

    @Test
    void aFullBlockBufferRefusesOrMakesPutWait() throws Exception {
        BlockingQueue<String> queue = buffer(Kind.BLOCK, "a", "b", "c").asBlockingQueue();
        assertThat(queue.offer("x")).isFalse();
        assertThat(queue.offer("x", 1, NANOSECONDS)).isFalse();
        assertThatThrownBy(() -> queue.add("x"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("capacity=3");
        assertThat(queue.remainingCapacity()).isZero();
    }

    @Test
    void aFullGrowableBufferRefuses() throws Exception {
        BlockingQueue<String> queue = buffer(Kind.GROWABLE, "a", "b", "c").asBlockingQueue();
        assertThat(queue.offer("x", 1, DAYS)).isFalse();
        assertThatThrownBy(() -> queue.put("x")).isInstanceOf(BufferFullException.class);
        assertThatThrownBy(() -> queue.add("x")).isExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFullRingOverwritesTheOldest() throws Exception {
        BlockingQueue<String> queue = buffer(Kind.RING, "a", "b", "c").asBlockingQueue();
        queue.put("d");
        assertThat(queue.add("e")).isTrue();
        assertThat(queue.offer("f")).isTrue();
        assertThat(queue).containsExactly("d", "e", "f");
    }

    @Test
    void putAndTimedOfferWaitForRoom() throws Exception {
        Buffer<String> buffer = buffer(Kind.BLOCK, "a", "b", "c");
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        Call<Boolean> put = Call.of(() -> queue.put("d")).awaitWaiting(buffer, 1);
        Call<Boolean> offer = Call.of(() -> queue.offer("e", 1, DAYS)).awaitWaiting(buffer, 2);
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.take()).isEqualTo("b");
        put.result();
        assertThat(offer.result()).isTrue();
        assertThat(queue).containsExactlyInAnyOrder("c", "d", "e");
    }

    @ParameterizedTest
    @EnumSource
    void takeAndTimedPollWaitForAnElementAndDoNotSeeTheEnd(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind);
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        List<Call<String>> calls = new ArrayList<>();
        calls.addAll(WaitingContract.waiting(buffer, 2, queue::take));
        calls.addAll(WaitingContract.waiting(buffer, 1, () -> queue.poll(1, DAYS)));
        queue.put("a");
        calls.get(0).awaitWaiting(buffer, 2);
        assertThat(calls.get(0).result()).isEqualTo("a");
        buffer.closeWithError(cause);
        for (Call<String> call : calls.subList(1, 3)) {
            call.awaitWaiting(buffer, 0).awaitParked().interrupt();
            assertThat(call.failure(InterruptedException.class)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void remainingCapacityIsWhatFitsNow(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind, "a", "b");
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        assertThat(queue.remainingCapacity()).isEqualTo(1);
        buffer.resize(1);
        assertThat(queue.remainingCapacity()).isZero();
        BlockingQueue<String> unbounded = new GrowableBuffer<String>().asBlockingQueue();
        unbounded.add("a");
        assertThat(unbounded.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void drainToMovesAtMostMaxAndNotToItself(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind, "a", "b", "c");
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        assertThatIllegalArgumentException().isThrownBy(() -> queue.drainTo(queue));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.drainTo(buffer.asBlockingQueue(), 1));
        List<String> target = new ArrayList<>();
        assertThat(queue.drainTo(target, -1)).isZero();
        assertThat(queue.drainTo(target, 2)).isEqualTo(2);
        assertThat(queue.drainTo(buffer(kind).asBlockingQueue())).isEqualTo(1);
        assertThat(target).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("NullAway")
    void nullsAreRefused(Kind kind) throws Exception {
        BlockingQueue<String> queue = buffer(kind, "a").asBlockingQueue();
        for (Call.Action call : List.<Call.Action>of(
                () -> queue.add(null),
                () -> queue.put(null),
                () -> queue.offer(null),
                () -> queue.offer(null, 1, DAYS),
                () -> queue.offer("x", 1, null),
                () -> queue.poll(1, null),
                () -> queue.drainTo(null),
                () -> queue.drainTo(null, 0))) {
            assertThatNullPointerException().isThrownBy(call::run);
        }
        assertThat(queue).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void elementsLeaveAtTheFrontOnly(Kind kind) throws Exception {
        BlockingQueue<String> queue = buffer(kind, "a", "b").asBlockingQueue();
        assertThat(queue.remove("a")).isFalse();
        assertThatThrownBy(() -> queue.removeIf("b"::equals)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(queue).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void clearIsAReset(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind, "a", "b");
        buffer.asBlockingQueue().clear();
        assertThat(buffer.stats().discarded()).isEqualTo(2);
        assertThat(buffer.stats().read()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void iteratorsSeeASnapshotFromTheirCreation(Kind kind) throws Exception {
        BlockingQueue<String> queue = buffer(kind, "a", "b").asBlockingQueue();
        Iterator<String> iterator = queue.iterator();
        Spliterator<String> spliterator = queue.spliterator();
        queue.clear();
        queue.put("c");
        assertThat(iterator).toIterable().containsExactly("a", "b");
        assertThat(spliterator.getExactSizeIfKnown()).isEqualTo(2);
        assertThat(queue.stream()).containsExactly("c");
    }

    @ParameterizedTest
    @EnumSource
    void aQueueIsInterruptibleWhereItWaits(Kind kind) throws Exception {
        Buffer<String> buffer = buffer(kind);
        BlockingQueue<String> queue = buffer.asBlockingQueue();
        for (Call<String> call : List.of(
                Call.of(queue::take).awaitWaiting(buffer, 1),
                Call.of(() -> queue.poll(LONG.toDays(), DAYS)).awaitWaiting(buffer, 2))) {
            call.interrupt();
            call.failure(InterruptedException.class);
        }
    }
}
