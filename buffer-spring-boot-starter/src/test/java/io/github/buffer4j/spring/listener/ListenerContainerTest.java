package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;
import reactor.core.publisher.Mono;

@ExtendWith(OutputCaptureExtension.class)
class ListenerContainerTest extends ListenerFixture {

    // ---- Rule 1 ----

    @Test
    void aPauseTakesEffectAfterTheElementInHand() {
        BlockBuffer<Integer> buffer = numbers(1, 2, 3);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        container.pause();
        assertThat(container.state()).isEqualTo(ListenerState.PAUSING);
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        assertThat(handled).containsExactly(1);
        assertThat(buffer.snapshot()).containsExactly(2, 3);
    }

    @Test
    void aPausedContainerTakesNothingUntilItIsResumed() {
        BlockBuffer<Integer> buffer = numbers();
        BufferListenerContainer container = start(spec().concurrency(3), handled::add);
        await("all threads to wait").until(() -> buffer.stats().readersWaiting() == 3);
        container.pause();
        awaitState(container, ListenerState.PAUSED);
        assertThat(buffer.stats().readersWaiting()).isZero();
        buffer.offer(1);
        buffer.offer(2);
        assertThat(buffer.size()).isEqualTo(2);
        container.resume();
        await("the elements to be handled").until(() -> handled.size() == 2);
    }

    @Test
    void aBatchThatIsBeingCollectedIsHandledBeforeAPause() {
        BlockBuffer<Integer> buffer = numbers(1, 2);
        BufferListenerContainer container = startBatches(spec().batch(10, LONG), batch -> handled.addAll(batch));
        await("the batch to be collected").until(() -> buffer.size() == 0);
        container.pause();
        awaitState(container, ListenerState.PAUSED);
        assertThat(handled).containsExactly(1, 2);
    }

    // ---- Rule 2 ----

    @Test
    void pausingAndPausedAreDifferentStatesAndBothAreEvents() {
        numbers(1);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        container.pause();
        assertThat(container.threads()).isEqualTo(Map.of("count-1", ListenerState.PAUSING));
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        assertThat(container.threads()).isEmpty();
        container.resume();
        assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
        await("the events")
                .untilAsserted(() -> assertThat(events)
                        .containsExactly(
                                ListenerState.RUNNING,
                                ListenerState.PAUSING,
                                ListenerState.PAUSED,
                                ListenerState.RUNNING));
    }

    @Test
    void aPauseThatIsTakenBackKeepsTheThreads() {
        numbers(1, 2);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        container.pause();
        container.resume();
        assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
        release.countDown();
        awaitHandled(1, 2);
        assertThat(container.threads()).hasSize(1);
    }

    // ---- Rule 3 ----

    @Test
    void stopReturnsAtOnceIfNoThreadRuns() {
        numbers(1);
        BufferListenerContainer container =
                listeners.register(spec().build(), (Integer element) -> handled.add(element));
        assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(container.stop(LONG)).as("never started").isTrue();
        container.start();
        awaitHandled(1);
        container.pause();
        awaitState(container, ListenerState.PAUSED);
        assertThat(container.stop(LONG)).as("paused").isTrue();
        assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(container.stop(LONG)).as("stopped").isTrue();
    }

    // ---- Rule 4 ----

    @Test
    void aGracefulStopInterruptsNoThreadInTheMethod() throws Exception {
        BlockBuffer<Integer> buffer = numbers(1, 2);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> container.stop(LONG));
        awaitState(container, ListenerState.STOPPING);
        release.countDown();
        assertThat(stopped.get()).isTrue();
        assertThat(handled).containsExactly(1);
        assertThat(buffer.snapshot()).containsExactly(2);
    }

    @Test
    void aThreadThatExceedsItsTimeIsInterruptedAndNamedAndItsElementGoesBack(CapturedOutput output) {
        BlockBuffer<Integer> buffer = numbers(1, 2);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        assertThat(container.stop(Duration.ZERO)).isFalse();
        assertThat(output).contains("Listener 'count' has not finished in time; interrupted threads: count-1");
        awaitState(container, ListenerState.STOPPED);
        assertThat(handled).isEmpty();
        assertThat(buffer.snapshot()).containsExactly(1, 2);
    }

    @Test
    void aThreadThatWasInterruptedIsReplacedAfterANewStart() {
        numbers(1, 2);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        assertThat(container.stop(Duration.ZERO)).isFalse();
        container.start();
        release.countDown();
        awaitHandled(1, 2);
        assertThat(container.threads()).isEqualTo(Map.of("count-1", ListenerState.RUNNING));
    }

    @Test
    void aStopEndsTheWaitForTheNextTryWithOneLastTry() {
        numbers(1);
        BufferListenerContainer container = start(spec().retry(LONG_RETRY), element -> {
            entered.incrementAndGet();
            throw new IllegalStateException("broken on purpose");
        });
        await("the wait for the next try").until(() -> observer.retries.get() == 1);
        assertThat(container.stop(LONG)).isTrue();
        assertThat(entered).hasValue(2);
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.DISCARDED, 1));
    }

    @Test
    void anInterruptThatTheMethodLeavesBehindIsCleared() {
        BlockBuffer<Integer> results = add("results", new BlockBuffer<>(9));
        numbers(1, 2);
        AtomicInteger calls = new AtomicInteger();
        start(spec().sendTo("results").retry(QUICK_RETRY), element -> {
            Thread.currentThread().interrupt();
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("broken on purpose");
            }
            return element;
        });
        await("the results").until(() -> results.size() == 2);
        assertThat(calls).hasValue(3);
        assertThat(results.snapshot()).containsExactly(1, 2);
    }

    // ---- Rule 7 ----

    @Test
    void aLaterResultIsInFlightUntilItCompletes() throws Exception {
        BlockBuffer<String> texts = add("texts", new BlockBuffer<>(9));
        BlockBuffer<Integer> buffer = numbers(1, 2);
        CompletableFuture<String> later = new CompletableFuture<>();
        BufferListenerContainer container = start(spec().sendTo("texts"), element -> {
            entered.incrementAndGet();
            return element == 1 ? later : CompletableFuture.completedStage("two");
        });
        awaitEntered(1);
        assertThat(container.inFlight()).isEqualTo(1);
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> container.stop(LONG));
        awaitState(container, ListenerState.STOPPING);
        assertThat(container.inFlight()).isEqualTo(1);
        later.complete("one");
        assertThat(stopped.get()).isTrue();
        assertThat(texts.snapshot()).containsExactly("one");
        assertThat(buffer.snapshot()).containsExactly(2);
    }

    @Test
    void aMonoIsAwaited() {
        BlockBuffer<String> texts = add("texts", new BlockBuffer<>(9));
        numbers(1, 2);
        start(spec().sendTo("texts"), element -> Mono.fromSupplier(() -> "element " + element));
        await("both results").until(() -> texts.size() == 2);
        assertThat(texts.snapshot()).containsExactly("element 1", "element 2");
    }

    @Test
    void aLaterResultThatFailsIsAFailureOfTheMethod() {
        numbers(1);
        start(
                spec().retry(NO_RETRY),
                element -> CompletableFuture.failedStage(new IllegalStateException("broken on purpose")));
        await("the failure").until(() -> observer.failures().equals(Map.of(Outcome.DISCARDED, 1)));
    }

    // ---- Rule 8 ----

    @Test
    void anErrorLeavesAContainerThatHasFailedAndCanBeStartedAgain() {
        BlockBuffer<Integer> buffer = numbers(1, 2);
        AtomicInteger calls = new AtomicInteger();
        BufferListenerContainer container = start(spec(), element -> {
            if (calls.getAndIncrement() == 0) {
                throw new NoClassDefFoundError("broken on purpose");
            }
            return handled.add(element);
        });
        awaitState(container, ListenerState.FAILED);
        await("the thread to end").until(() -> container.threads().isEmpty());
        assertThat(container.failure()).hasMessage("broken on purpose");
        assertThat(buffer.snapshot()).containsExactly(1, 2);
        assertThat(container.stop(LONG)).isTrue();
        assertThat(container.state()).isEqualTo(ListenerState.FAILED);
        container.start();
        awaitHandled(1, 2);
        assertThat(container.failure()).isNull();
        assertThat(events).contains(ListenerState.FAILED);
    }

    @Test
    void aRetryPolicyThatThrowsLosesNothing() {
        BlockBuffer<Integer> buffer = numbers(1, 2);
        RetryPolicy policy = failure -> {
            throw new IllegalArgumentException("a broken policy");
        };
        BufferListenerContainer container = start(spec().retry(policy), element -> {
            throw new IllegalStateException("broken on purpose");
        });
        awaitState(container, ListenerState.FAILED);
        await("the thread to end").until(() -> container.threads().isEmpty());
        assertThat(buffer.snapshot()).containsExactly(1, 2);
        assertThat(container.failure()).hasMessage("a broken policy");
    }

    // ---- Rule 9 ----

    @Test
    void lingerIsTheDeadlineOfTheBatch() {
        BlockBuffer<Integer> buffer = numbers(1, 2);
        List<List<Integer>> batches = new CopyOnWriteArrayList<>();
        startBatches(spec().batch(3, LONG), batches::add);
        await("the batch to be collected").until(() -> buffer.size() == 0);
        assertThat(batches).isEmpty();
        buffer.offer(3);
        await("the batch").untilAsserted(() -> assertThat(batches).containsExactly(List.of(1, 2, 3)));
    }

    // ---- Rule 11 ----

    @Test
    void aFailedBatchIsSplitToTheElementsThatFail() {
        BlockBuffer<Integer> buffer = numbers(IntStream.rangeClosed(1, 100).toArray());
        startBatches(spec().batch(100, LONG).retry(NO_RETRY), batch -> {
            if (batch.contains(17) || batch.contains(88)) {
                throw new IllegalStateException("broken on purpose");
            }
            return handled.addAll(batch);
        });
        await("all others to be handled").until(() -> handled.size() == 98);
        assertThat(handled).doesNotContain(17, 88).isSorted().doesNotHaveDuplicates();
        await("the two failures").until(() -> observer.failures().equals(Map.of(Outcome.DISCARDED, 2)));
        assertThat(buffer.size()).isZero();
    }

    @Test
    void aBatchOfWhichNothingSucceedsIsTriedAgainAsAWholeAfterTenElements() {
        numbers(IntStream.range(0, 256).toArray());
        AtomicInteger calls = new AtomicInteger();
        startBatches(spec().batch(256, LONG).retry(NO_RETRY), batch -> {
            calls.incrementAndGet();
            if (observer.failures().getOrDefault(Outcome.DISCARDED, 0) < 10) {
                throw new IllegalStateException("broken on purpose");
            }
            return handled.addAll(batch);
        });
        await("the rest to be handled").until(() -> handled.size() == 246);
        assertThat(handled).isEqualTo(IntStream.range(10, 256).boxed().toList());
        assertThat(calls.get()).isBetween(20, 30);
    }

    @Test
    void aBatchIsTriedAgainBeforeItIsSplit() {
        numbers(1, 2, 3, 4);
        List<List<Integer>> calls = new CopyOnWriteArrayList<>();
        startBatches(spec().batch(4, LONG).retry(QUICK_RETRY), batch -> {
            calls.add(batch);
            if (calls.size() <= 2) {
                throw new IllegalStateException("broken on purpose");
            }
            return handled.addAll(batch);
        });
        awaitHandled(1, 2, 3, 4);
        assertThat(calls).containsExactly(List.of(1, 2, 3, 4), List.of(1, 2, 3, 4), List.of(1, 2, 3, 4));
        assertThat(observer.retries).hasValue(2);
    }

    @Test
    void halvesOfABatchThatWasNotRetriedAreTriedAgain() {
        numbers(IntStream.range(0, 64).toArray());
        RetryPolicy retry = RetryPolicy.builder()
                .maxRetries(30)
                .delay(Duration.ofMillis(1))
                .excludes(IllegalArgumentException.class)
                .build();
        AtomicInteger calls = new AtomicInteger();
        startBatches(spec().batch(64, LONG).retry(retry), batch -> {
            int call = calls.incrementAndGet();
            if (call > 1 && call <= 31) {
                throw new IllegalStateException("passes");
            }
            if (batch.contains(7)) {
                throw new IllegalArgumentException("broken on purpose");
            }
            return handled.addAll(batch);
        });
        await("the others to be handled").until(() -> handled.size() == 63);
        assertThat(handled).doesNotContain(7);
        await("the failure").until(() -> observer.failures().equals(Map.of(Outcome.DISCARDED, 1)));
    }

    @Test
    void whatIsDoneOfABatchThatFailedIsNoLongerInFlight() {
        numbers(0, 1, 2, 3);
        BufferListenerContainer container = startBatches(spec().batch(4, LONG).retry(NO_RETRY), batch -> {
            if (batch.size() > 2 || batch.contains(1)) {
                throw new IllegalStateException("broken on purpose");
            }
            return batch.contains(2) ? handleWhenReleased(2) : handled.addAll(batch);
        });
        awaitEntered(1);
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.DISCARDED, 1));
        assertThat(handled).containsExactly(0);
        assertThat(container.inFlight()).isEqualTo(2);
        release.countDown();
        await("the end").until(() -> container.inFlight() == 0);
    }

    @Test
    void nothingBeforeTheNamedElementIsTakenForDone() {
        numbers(1, 2, 3, 4);
        List<List<Integer>> calls = new CopyOnWriteArrayList<>();
        startBatches(spec().batch(4, LONG).retry(NO_RETRY), batch -> {
            calls.add(batch);
            if (batch.contains(3)) {
                throw new BatchFailedException("broken on purpose", List.of(batch.indexOf(3)), null);
            }
            return handled.addAll(batch);
        });
        awaitHandled(1, 2, 4);
        await("the failure").until(() -> observer.failures().equals(Map.of(Outcome.DISCARDED, 1)));
        assertThat(calls).containsExactly(List.of(1, 2, 3, 4), List.of(1, 2, 4), List.of(3));
    }

    @Test
    void aBatchThatIsNotSplitFailsAsAWhole() {
        BlockBuffer<DeadLetter<Integer>> letters = add("letters", new BlockBuffer<>(9));
        numbers(1, 2, 3);
        startBatches(spec().batch(3, LONG).retry(NO_RETRY).split(Split.NONE).deadLetter("letters"), batch -> {
            throw new IllegalStateException("broken on purpose");
        });
        await("the dead letters").until(() -> letters.size() == 3);
        assertThat(letters.snapshot()).extracting(DeadLetter::element).containsExactly(1, 2, 3);
    }

    // ---- Rule 12 ----

    @Test
    void retriesAreBoundedAndEndInADeadLetter() {
        BlockBuffer<DeadLetter<Integer>> letters = add("letters", new BlockBuffer<>(9));
        numbers(1, 2);
        start(spec().retry(QUICK_RETRY).deadLetter("letters"), element -> {
            if (element == 1) {
                throw new IllegalStateException("broken on purpose");
            }
            return handled.add(element);
        });
        awaitHandled(2);
        assertThat(letters.snapshot()).singleElement().satisfies(letter -> {
            assertThat(letter.element()).isEqualTo(1);
            assertThat(letter.exception()).hasMessage("broken on purpose");
            assertThat(letter.attempts()).isEqualTo(4);
            assertThat(letter.listener()).isEqualTo("count");
        });
        assertThat(observer.retries).hasValue(3);
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.DEAD_LETTER, 1));
    }

    @Test
    void anExceptionThatIsExcludedIsNotRetried() {
        numbers(1);
        RetryPolicy policy = RetryPolicy.builder()
                .delay(LONG)
                .excludes(IllegalStateException.class)
                .build();
        start(spec().retry(policy), element -> {
            entered.incrementAndGet();
            throw new IllegalStateException("broken on purpose");
        });
        await("the failure").until(() -> observer.failures().equals(Map.of(Outcome.DISCARDED, 1)));
        assertThat(entered).hasValue(1);
    }

    @Test
    void aDeadLetterThatFindsNoRoomIsLoggedAndCounted(CapturedOutput output) {
        BlockBuffer<DeadLetter<Integer>> letters = add("letters", new BlockBuffer<>(1));
        numbers(1, 2, 3);
        BufferListenerContainer container = start(spec().retry(NO_RETRY).deadLetter("letters"), element -> {
            throw new IllegalStateException("broken on purpose");
        });
        await("all to be given up")
                .until(() -> observer.failures().equals(Map.of(Outcome.DEAD_LETTER, 1, Outcome.DEAD_LETTER_LOST, 2)));
        assertThat(letters.size()).isEqualTo(1);
        container.stop(LONG);
        assertThat(output)
                .contains(
                        "Listener 'count' gives up 1 element, because the buffer 'letters' for dead letters takes none")
                .contains("Listener 'count' has given up another 1 elements");
    }

    @Test
    void thePolicyStopPutsTheElementBackAndStops() {
        BlockBuffer<Integer> buffer = numbers(1, 2);
        BufferListenerContainer container = start(spec().retry(NO_RETRY).onFailure(OnFailure.STOP), element -> {
            throw new IllegalStateException("broken on purpose");
        });
        awaitState(container, ListenerState.FAILED);
        await("the thread to end").until(() -> container.threads().isEmpty());
        assertThat(buffer.snapshot()).containsExactly(1, 2);
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.STOPPED, 1));
    }

    @Test
    void thePolicyStopPutsBackTheRestOfABatchInItsOrder() {
        BlockBuffer<Integer> buffer = numbers(1, 2, 3, 4, 5);
        BufferListenerContainer container =
                startBatches(spec().batch(4, LONG).retry(NO_RETRY).onFailure(OnFailure.STOP), batch -> {
                    if (batch.contains(2)) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    return handled.addAll(batch);
                });
        awaitState(container, ListenerState.FAILED);
        await("the thread to end").until(() -> container.threads().isEmpty());
        assertThat(handled).containsExactly(1);
        assertThat(buffer.snapshot()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void thePolicyCloseTellsTheWriters() {
        BlockBuffer<Integer> buffer = numbers(1, 2);
        IllegalStateException failure = new IllegalStateException("broken on purpose");
        BufferListenerContainer container = start(spec().retry(NO_RETRY).onFailure(OnFailure.CLOSE), element -> {
            throw failure;
        });
        awaitState(container, ListenerState.STOPPED);
        assertThat(buffer.error()).isSameAs(failure);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> buffer.add(3)))
                .isInstanceOf(BufferClosedException.class)
                .hasCause(failure);
    }

    // ---- Rule 15 ----

    @Test
    void concurrencyIsABoundOnWhatIsHandledAtOnce() {
        numbers(IntStream.range(0, 2_000).toArray());
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BufferListenerContainer container = start(spec().concurrency(3), element -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            now.decrementAndGet();
            return handled.add(element);
        });
        for (int i = 0; i < 100; i++) {
            container.pause();
            container.resume();
        }
        await("all to be handled").until(() -> handled.size() == 2_000);
        assertThat(handled).doesNotHaveDuplicates();
        assertThat(most.get()).isBetween(1, 3);
        assertThat(container.threads()).hasSize(3);
    }

    // ---- Rule 16 ----

    @Test
    void aTargetThatHasEndedIsNoFailureOfTheMethod(CapturedOutput output) {
        BlockBuffer<Integer> target = add("target", new BlockBuffer<>(9));
        BlockBuffer<Integer> buffer = numbers(1, 2, 3);
        target.closeWrite();
        BufferListenerContainer container = start(spec().sendTo("target").retry(LONG_RETRY), element -> {
            handled.add(element);
            return element;
        });
        awaitState(container, ListenerState.STOPPED);
        assertThat(handled).containsExactly(1);
        assertThat(buffer.snapshot()).containsExactly(2, 3);
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.TARGET_CLOSED, 1));
        assertThat(observer.retries).hasValue(0);
        assertThat(output).contains("Listener 'count' stops because buffer 'target' has ended");
    }

    // ---- Results ----

    @Test
    void aFullTargetMakesTheListenerWait() {
        BlockBuffer<Integer> target = add("target", new BlockBuffer<>(1));
        BlockBuffer<Integer> buffer = numbers(1, 2, 3);
        start(spec().sendTo("target"), element -> -element);
        await("the listener to wait for room").until(() -> target.stats().writersWaiting() == 1);
        assertThat(buffer.snapshot()).containsExactly(3);
        assertThat(target.poll()).isEqualTo(-1);
        await("the next result").until(() -> target.stats().written() == 2);
        target.closeWrite();
    }

    @Test
    void severalResultsAreWrittenTogetherAndNullGoesNowhere() {
        BlockBuffer<Object> target = add("target", new BlockBuffer<>(99));
        numbers(1, 2, 3, 4, 5, 6);
        start(spec().sendTo("target"), element -> switch (element) {
            case 1 -> List.of("a", "b");
            case 2 -> new String[] {"c", "d"};
            case 3 -> Stream.of("e", "f");
            case 4 -> new int[] {7, 8};
            case 5 -> null;
            default -> "end";
        });
        await("the last result").until(() -> target.stats().written() == 9);
        assertThat(target.snapshot()).containsExactly("a", "b", "c", "d", "e", "f", 7, 8, "end");
    }

    // ---- The end ----

    @Test
    void theThreadsEndWithTheBuffer() {
        BlockBuffer<Integer> buffer = numbers(1, 2, 3);
        BufferListenerContainer container = start(spec().concurrency(2), handled::add);
        buffer.closeWrite();
        awaitState(container, ListenerState.STOPPED);
        assertThat(handled).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    void pausesUnderLoadLoseAndDoubleNothing() throws Exception {
        BlockBuffer<Integer> buffer = add("numbers", new BlockBuffer<>(64));
        BufferListenerContainer container =
                startBatches(spec().batch(7, Duration.ofMillis(1)).concurrency(3), batch -> handled.addAll(batch));
        CountDownLatch written = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < 20_000; i++) {
                    buffer.add(i);
                }
                written.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        writer.start();
        while (written.getCount() > 0) {
            container.pause();
            container.resume();
            Thread.onSpinWait();
        }
        await("all to be handled").until(() -> handled.size() >= 20_000);
        assertThat(handled).hasSize(20_000).doesNotHaveDuplicates();
        assertThat(container.inFlight()).isZero();
    }

    @Test
    void threadsInheritNothing() {
        numbers(1);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        BufferListenerContainer container =
                listeners.register(spec().build(), (Integer element) -> threads.add(Thread.currentThread()));
        Thread daemon = new Thread(container::start);
        daemon.setDaemon(true);
        daemon.start();
        await("the element to be handled").until(() -> threads.size() == 1);
        assertThat(threads.get(0).isDaemon()).isFalse();
        assertThat(threads.get(0).getName()).isEqualTo("count-1");
    }

    // ---- The set of listeners ----

    @Test
    void anIdIsUsedOnce() {
        numbers();
        listeners.register(spec().build(), (Integer element) -> handled.add(element));
        assertThatIllegalStateException()
                .isThrownBy(() -> listeners.register(spec().build(), (Integer element) -> handled.add(element)))
                .withMessage("There is a listener with the id 'count' already");
    }

    @Test
    void aRemovedListenerStops() {
        BlockBuffer<Integer> buffer = numbers();
        BufferListenerContainer container = start(spec(), handled::add);
        assertThat(listeners.remove("count")).isSameAs(container);
        awaitState(container, ListenerState.STOPPED);
        assertThat(listeners.ids()).isEmpty();
        await("the consumer to be removed").until(() -> registry.consumers().isEmpty());
        assertThat(buffer.stats().readersWaiting()).isZero();
    }

    @Test
    void aRemovedListenerIsAConsumerUntilItHasFinished() {
        numbers(1);
        start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        listeners.remove("count");
        assertThat(registry.consumers()).singleElement().satisfies(consumer -> {
            assertThat(consumer.isAtWork()).isFalse();
            assertThat(consumer.inFlight()).isEqualTo(1);
        });
        release.countDown();
        await("the consumer to be removed").until(() -> registry.consumers().isEmpty());
    }

    @Test
    void listenersOfOneBufferCompeteWhichIsLogged(CapturedOutput output) {
        numbers();
        listeners.register(spec().build(), (Integer element) -> handled.add(element));
        listeners.register(ListenerSpec.builder("other", "numbers").build(), (Integer element) -> handled.add(element));
        assertThat(output).contains("Listeners that compete for the elements of buffer 'numbers': count, other");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        spec().batch(2, LONG).orderedBy(element -> element).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec().onFailure(OnFailure.DEAD_LETTER).build());
        assertThatIllegalArgumentException().isThrownBy(() -> spec().concurrency(0));
        numbers();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        listeners.register(spec().batch(2, LONG).build(), (Integer element) -> handled.add(element)));
    }
}
