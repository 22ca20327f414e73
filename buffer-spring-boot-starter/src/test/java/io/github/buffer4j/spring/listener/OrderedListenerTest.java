package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rule 17: the tens digit of a number is its key, unless the test says otherwise. */
class OrderedListenerTest extends ListenerFixture {

    private static Object tens(Integer number) {
        return number / 10;
    }

    @Test
    void elementsOfOneKeyAreHandledInOrder() {
        BlockBuffer<Integer> buffer = numbers(IntStream.range(0, 5_000).toArray());
        Map<Integer, Queue<Integer>> byKey = new ConcurrentHashMap<>();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BufferListenerContainer container =
                start(spec().concurrency(4).<Integer>orderedBy(number -> number % 7), number -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    byKey.computeIfAbsent(number % 7, key -> new ConcurrentLinkedQueue<>())
                            .add(number);
                    if (number % 11 == 0) {
                        Thread.onSpinWait();
                    }
                    now.decrementAndGet();
                    return null;
                });
        buffer.closeWrite();
        awaitState(container, ListenerState.STOPPED);
        assertThat(byKey).hasSize(7);
        byKey.values().forEach(queue -> assertThat(List.copyOf(queue)).isSorted());
        assertThat(byKey.values().stream().mapToInt(Queue::size).sum()).isEqualTo(5_000);
        assertThat(most.get()).isBetween(1, 4);
        assertThat(container.inFlight()).isZero();
    }

    @Test
    void aKeyThatRetriesHoldsUpNoOther() {
        numbers(10, 11, 20, 21);
        AtomicBoolean broken = new AtomicBoolean(true);
        BufferListenerContainer container =
                start(spec().orderedBy(OrderedListenerTest::tens).retry(LONG_RETRY), number -> {
                    if (number == 10 && broken.get()) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    return handled.add(number);
                });
        awaitHandled(20, 21);
        assertThat(container.inFlight()).isEqualTo(2);
        assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
        broken.set(false);
        container.stop(LONG);
        assertThat(handled).as("the last try of a stop").containsExactly(20, 21, 10);
    }

    @Test
    void aKeyGoesOnAfterItsNextTry() {
        numbers(10, 11, 20);
        AtomicInteger failures = new AtomicInteger(2);
        start(spec().orderedBy(OrderedListenerTest::tens).retry(QUICK_RETRY), number -> {
            if (number == 10 && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("broken on purpose");
            }
            return handled.add(number);
        });
        await("all to be handled").until(() -> handled.size() == 3);
        assertThat(handled).containsSubsequence(10, 11).contains(20);
        assertThat(observer.retries).hasValue(2);
    }

    @Test
    void nothingMoreIsTakenWhenAllAreBehindKeysThatRetry() {
        BlockBuffer<Integer> buffer = numbers(10, 11, 12, 20, 13);
        BufferListenerContainer container =
                start(spec().orderedBy(OrderedListenerTest::tens).inFlight(3).retry(LONG_RETRY), number -> {
                    throw new IllegalStateException("broken on purpose");
                });
        awaitState(container, ListenerState.RETRYING);
        assertThat(container.inFlight()).isEqualTo(3);
        assertThat(buffer.snapshot()).containsExactly(20, 13);
        await("the event").until(() -> events.contains(ListenerState.RETRYING));
    }

    @Test
    void whatIsNotHandedToTheMethodGoesBackToTheFrontInItsOrder() {
        BlockBuffer<Integer> buffer = numbers(10, 11, 20, 12, 21, 30);
        BufferListenerContainer container =
                start(spec().concurrency(2).orderedBy(OrderedListenerTest::tens).inFlight(5), this::handleWhenReleased);
        awaitEntered(2);
        await("five elements to be taken").until(() -> buffer.size() == 1);
        container.pause();
        assertThat(container.state()).isEqualTo(ListenerState.PAUSING);
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        assertThat(handled).containsExactlyInAnyOrder(10, 20);
        assertThat(buffer.snapshot()).containsExactly(11, 12, 21, 30);
        container.resume();
        await("all to be handled").until(() -> handled.size() == 6);
        assertThat(handled.subList(2, 6)).containsSubsequence(11, 12);
    }

    @Test
    void anErrorPutsBackItsElementBeforeTheOthersOfItsKey() {
        BlockBuffer<Integer> buffer = numbers(10, 11, 12);
        BufferListenerContainer container =
                start(spec().concurrency(2).orderedBy(OrderedListenerTest::tens), number -> {
                    throw new NoClassDefFoundError("broken on purpose");
                });
        awaitState(container, ListenerState.FAILED);
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(buffer.snapshot()).containsExactly(10, 11, 12);
    }

    @Test
    void thePolicyStopPutsBackItsElementBeforeTheOthersOfItsKey() {
        BlockBuffer<Integer> buffer = numbers(10, 11, 12);
        BufferListenerContainer container = start(
                spec().orderedBy(OrderedListenerTest::tens).retry(NO_RETRY).onFailure(OnFailure.STOP), number -> {
                    throw new IllegalStateException("broken on purpose");
                });
        awaitState(container, ListenerState.FAILED);
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(buffer.snapshot()).containsExactly(10, 11, 12);
    }

    @Test
    void elementsWithoutAKeyHaveNoOrder() {
        numbers(1, 2, 3, 4);
        AtomicInteger now = new AtomicInteger();
        start(spec().concurrency(4).<Integer>orderedBy(number -> null), number -> {
            now.incrementAndGet();
            await("all four at once").until(() -> now.get() == 4);
            return handled.add(number);
        });
        await("all to be handled").until(() -> handled.size() == 4);
    }

    @Test
    void anElementWhoseKeyCannotBeFoundIsGivenUp() {
        numbers(1, 0, 2);
        start(spec().<Integer>orderedBy(number -> 10 / number), handled::add);
        await("the others to be handled").until(() -> handled.size() == 2);
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.DISCARDED, 1));
    }

    @Test
    void whatWasTakenStaysHereIfTheBufferHasEnded() {
        BlockBuffer<Integer> buffer = numbers(10, 11, 20);
        buffer.closeWrite();
        BufferListenerContainer container =
                start(spec().orderedBy(OrderedListenerTest::tens), this::handleWhenReleased);
        awaitEntered(1);
        await("all to be taken").until(() -> buffer.size() == 0);
        container.pause();
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        assertThat(handled).containsExactly(10);
        assertThat(container.inFlight()).isEqualTo(2);
        container.resume();
        await("all to be handled").until(() -> handled.size() == 3);
        awaitState(container, ListenerState.STOPPED);
        assertThat(container.inFlight()).isZero();
    }

    @Test
    void aThreadThatWaitsIsNotKeptBusyByAnInterruptOfTheMethod() {
        numbers(10);
        BufferListenerContainer container =
                start(spec().concurrency(2).orderedBy(OrderedListenerTest::tens), number -> {
                    Thread.currentThread().interrupt();
                    return handled.add(number);
                });
        awaitHandled(10);
        await("all threads to wait")
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("count-"))
                        .allMatch(thread -> thread.getState() == Thread.State.WAITING && !thread.isInterrupted()));
        assertThat(container.threads()).hasSize(3);
    }

    @Test
    void aPauseEndsTheStateRetrying() {
        BlockBuffer<Integer> buffer = numbers(10, 11);
        BufferListenerContainer container =
                start(spec().orderedBy(OrderedListenerTest::tens).inFlight(2).retry(LONG_RETRY), number -> {
                    throw new IllegalStateException("broken on purpose");
                });
        awaitState(container, ListenerState.RETRYING);
        container.pause();
        awaitState(container, ListenerState.PAUSED);
        buffer.reset();
        container.resume();
        assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
    }

    @Test
    void anErrorOfTheKeyLosesNothing() {
        BlockBuffer<Integer> buffer = numbers(10, 20, 21, 30);
        BufferListenerContainer container = start(
                spec().<Integer>orderedBy(number -> {
                    if (number == 20) {
                        throw new NoClassDefFoundError("broken on purpose");
                    }
                    return number;
                }),
                this::handleWhenReleased);
        awaitState(container, ListenerState.FAILED);
        release.countDown();
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(handled.isEmpty() ? List.of(10, 20, 21, 30) : List.of(20, 21, 30))
                .isEqualTo(buffer.snapshot());
        assertThat(container.inFlight()).isZero();
    }

    @Test
    void allIsHandledBeforeTheEnd() {
        BlockBuffer<Integer> buffer = numbers(IntStream.range(0, 100).toArray());
        BufferListenerContainer container =
                start(spec().concurrency(3).orderedBy(OrderedListenerTest::tens).retry(QUICK_RETRY), number -> {
                    if (number % 10 == 3) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    return handled.add(number);
                });
        buffer.closeWrite();
        awaitState(container, ListenerState.STOPPED);
        assertThat(handled).hasSize(90);
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.DISCARDED, 10));
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    void pausesUnderLoadKeepTheOrder() {
        BlockBuffer<Integer> buffer = numbers(IntStream.range(0, 9_999).toArray());
        Map<Integer, Queue<Integer>> byKey = new ConcurrentHashMap<>();
        BufferListenerContainer container = start(
                spec().concurrency(3).<Integer>orderedBy(number -> number % 5),
                number -> byKey.computeIfAbsent(number % 5, key -> new ConcurrentLinkedQueue<>())
                        .add(number));
        for (int i = 0; i < 10; i++) {
            container.pause();
            awaitState(container, ListenerState.PAUSED);
            container.resume();
            Thread.onSpinWait();
        }
        buffer.closeWrite();
        awaitState(container, ListenerState.STOPPED);
        byKey.values()
                .forEach(queue -> assertThat(List.copyOf(queue)).isSorted().doesNotHaveDuplicates());
        assertThat(byKey.values().stream().mapToInt(Queue::size).sum()).isEqualTo(9_999);
    }

    /* The queue of a key grows while its first element is handled, and is a new one each time it was empty. */
    @Test
    void elementsThatArriveWhileAnotherOfTheirKeyIsHandledAreHandledInOrder() throws Exception {
        int keys = 5;
        int count = 1_000_000;
        BlockBuffer<Integer> buffer = numbers();
        AtomicIntegerArray next = new AtomicIntegerArray(keys);
        BufferListenerContainer container = start(
                spec().concurrency(3).inFlight(300).<Integer>orderedBy(number -> number % keys),
                number -> assertThat(next.getAndAdd(number % keys, keys)).isEqualTo(number - number % keys));
        Integer[] burst = new Integer[200];
        for (int i = 0; i < count; i += burst.length) {
            int first = i;
            Arrays.setAll(burst, k -> first + k);
            buffer.write(burst);
        }
        buffer.closeWrite();
        awaitState(container, ListenerState.STOPPED);
        assertThat(IntStream.range(0, keys).map(next::get)).containsOnly(count);
    }

    @Test
    void aForcedStopPutsEverythingBack() {
        BlockBuffer<Integer> buffer = numbers(10, 11, 20);
        BufferListenerContainer container =
                start(spec().concurrency(2).orderedBy(OrderedListenerTest::tens), this::handleWhenReleased);
        awaitEntered(2);
        assertThat(container.stop(Duration.ZERO)).isFalse();
        awaitState(container, ListenerState.STOPPED);
        assertThat(buffer.snapshot()).isEqualTo(List.of(10, 11, 20));
    }
}
