package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;

/** Listeners of a buffer that leases its elements. */
@ExtendWith(OutputCaptureExtension.class)
class LeasedListenerTest extends ListenerFixture {

    private LeasingBuffer<Integer> leasing(int... numbers) {
        LeasingBuffer<Integer> buffer = add("numbers", new LeasingBuffer<>("numbers"));
        IntStream.of(numbers).forEach(buffer::add);
        return buffer;
    }

    private static void awaitAcknowledged(LeasingBuffer<?> buffer) {
        await("all leases to be settled").until(() -> buffer.leased() == 0 && buffer.size() == 0);
    }

    // ---- Acknowledging ----

    @Test
    void anElementIsAcknowledgedWhenTheNextOneIsLeased() {
        LeasingBuffer<Integer> buffer = leasing(1, 2, 3);
        BufferListenerContainer container = start(spec(), handled::add);
        awaitHandled(1, 2, 3);
        awaitAcknowledged(buffer);
        assertThat(buffer.leaseCalls).hasValue(4);
        assertThat(buffer.acknowledgements).as("commands of their own").hasValue(0);
        assertThat(container.handled()).isEqualTo(3);
        assertThat(container.inFlight()).isZero();
    }

    @Test
    void anElementStaysLeasedWhileItIsHandled() {
        LeasingBuffer<Integer> buffer = leasing(1, 2, 3);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        assertThat(buffer.leased()).as("no more than it handles").isEqualTo(1);
        assertThat(container.inFlight()).isEqualTo(1);
        release.countDown();
        awaitAcknowledged(buffer);
    }

    @Test
    void whatWasHandledIsAcknowledgedBeforeAPause() {
        LeasingBuffer<Integer> buffer = leasing(1, 2, 3);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        container.pause();
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        assertThat(buffer.leased()).isZero();
        assertThat(buffer.acknowledgements).hasValue(1);
        assertThat(buffer.snapshot()).containsExactly(2, 3);
        container.resume();
        awaitHandled(1, 2, 3);
    }

    @Test
    void aThreadThatWaitsForElementsStopsAtOnce() {
        LeasingBuffer<Integer> buffer = leasing();
        BufferListenerContainer container = start(spec().concurrency(3), handled::add);
        await("all threads to wait").until(() -> buffer.readersWaiting() == 3);
        assertThat(container.stop(LONG)).isTrue();
        assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
    }

    @Test
    void aResultIsWrittenBeforeItsElementIsAcknowledged() {
        LeasingBuffer<Integer> results = add("results", new LeasingBuffer<>("results"));
        LeasingBuffer<Integer> buffer = leasing(1);
        List<Integer> leased = new CopyOnWriteArrayList<>();
        results.beforeWrite = () -> leased.add(buffer.leased());
        start(spec().sendTo("results"), element -> element);
        awaitAcknowledged(buffer);
        assertThat(leased).containsExactly(1);
        assertThat(results.snapshot()).containsExactly(1);
    }

    @Test
    void aDeadLetterIsWrittenBeforeItsElementIsAcknowledged() {
        LeasingBuffer<Object> letters = add("letters", new LeasingBuffer<>("letters"));
        LeasingBuffer<Integer> buffer = leasing(1);
        List<Integer> leased = new CopyOnWriteArrayList<>();
        letters.beforeWrite = () -> leased.add(buffer.leased());
        start(spec().retry(NO_RETRY).deadLetter("letters"), LeasedListenerTest::fail);
        awaitAcknowledged(buffer);
        assertThat(leased).containsExactly(1);
        assertThat(letters.size()).isEqualTo(1);
    }

    private static @Nullable Object fail(int element) {
        throw new IllegalStateException("broken on purpose: " + element);
    }

    @Test
    void anElementWhoseResultNobodyTakesGoesBack(CapturedOutput output) {
        add("results", new BlockBuffer<Integer>(1)).close();
        LeasingBuffer<Integer> buffer = leasing(1, 2);
        BufferListenerContainer container = start(spec().sendTo("results"), element -> element);
        awaitState(container, ListenerState.STOPPED);
        assertThat(buffer.snapshot()).containsExactly(1, 2);
        assertThat(buffer.leased()).isZero();
        assertThat(output).contains("1 elements without results go back to buffer 'numbers'");
    }

    // ---- Giving back ----

    @Test
    void aThreadThatIsForcedToStopGivesBackWhatItHas() {
        LeasingBuffer<Integer> buffer = leasing(1, 2);
        BufferListenerContainer container = start(spec().retry(LONG_RETRY), this::handleWhenReleased);
        awaitEntered(1);
        assertThat(container.stop(Duration.ZERO)).isFalse();
        awaitState(container, ListenerState.STOPPED);
        assertThat(buffer.snapshot()).containsExactly(1, 2);
        assertThat(buffer.redeliveries()).as("no redelivery").containsExactly(0, 0);
        assertThat(buffer.leased()).isZero();
        assertThat(container.handled()).isZero();
    }

    @Test
    void anErrorGivesBackTheBatchAndStopsTheContainer() {
        LeasingBuffer<Integer> buffer = leasing(1, 2, 3);
        BufferListenerContainer container = startBatches(spec().batch(2, Duration.ZERO), batch -> {
            throw new NoClassDefFoundError("broken on purpose");
        });
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(container.state()).isEqualTo(ListenerState.FAILED);
        assertThat(buffer.snapshot()).containsExactly(1, 2, 3);
        assertThat(buffer.leased()).isZero();
        assertThat(container.handled()).isZero();
    }

    @Test
    void theRestOfABatchGoesBackAndWhatWasHandledIsAcknowledged() {
        LeasingBuffer<Integer> buffer = leasing(1, 2, 3, 4);
        BufferListenerContainer container =
                startBatches(spec().batch(4, Duration.ZERO).retry(NO_RETRY).onFailure(OnFailure.STOP), batch -> {
                    if (batch.contains(3)) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    return handled.addAll(batch);
                });
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(handled).containsExactly(1, 2);
        assertThat(buffer.snapshot()).containsExactly(3, 4);
        assertThat(buffer.leased()).isZero();
        assertThat(buffer.returns).as("one command").hasValue(1);
        assertThat(container.handled()).isEqualTo(2);
    }

    @Test
    void elementsThatAreTheSameObjectAreToldApart() {
        LeasingBuffer<Integer> buffer = leasing(7, 7, 7, 7);
        AtomicInteger calls = new AtomicInteger();
        BufferListenerContainer container =
                startBatches(spec().batch(4, Duration.ZERO).retry(NO_RETRY).onFailure(OnFailure.STOP), batch -> {
                    if (calls.getAndIncrement() != 1) {
                        throw new BatchFailedException("broken on purpose", List.of(2, 3), null);
                    }
                    return handled.addAll(batch);
                });
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(handled).containsExactly(7, 7);
        assertThat(buffer.snapshot()).containsExactly(7, 7);
    }

    // ---- Coming again ----

    @Test
    void elementsOfAJvmThatDiedAreHandledAndCounted() throws InterruptedException {
        LeasingBuffer<Integer> buffer = leasing(1, 2, 3);
        buffer.takeAndDie(2);
        start(spec(), handled::add);
        awaitHandled(1, 2, 3);
        awaitAcknowledged(buffer);
        assertThat(observer.redelivered).hasValue(2);
    }

    @Test
    void anElementThatCameAgainOnceIsHandledEvenWithoutRetries() throws InterruptedException {
        LeasingBuffer<Integer> buffer = leasing(1, 2, 3);
        buffer.takeAndDie(3);
        start(spec().retry(NO_RETRY), handled::add);
        awaitHandled(1, 2, 3);
        awaitAcknowledged(buffer);
        assertThat(observer.failures()).isEmpty();
    }

    @Test
    void anElementThatCameTooOftenBecomesADeadLetterWithoutACall() throws InterruptedException {
        BlockBuffer<DeadLetter<Integer>> letters = add("letters", new BlockBuffer<>(9));
        LeasingBuffer<Integer> buffer = leasing(1, 2, 3, 4);
        buffer.takeAndDie(3);
        buffer.takeAndDie(3);
        buffer.takeAndDie(1);
        List<List<Integer>> batches = new CopyOnWriteArrayList<>();
        startBatches(
                spec().batch(4, Duration.ZERO)
                        .retry(RetryPolicy.withMaxRetries(2))
                        .deadLetter("letters"),
                batches::add);
        awaitAcknowledged(buffer);
        assertThat(batches).containsExactly(List.of(2, 3, 4));
        assertThat(letters.snapshot()).singleElement().satisfies(letter -> {
            assertThat(letter.element()).isEqualTo(1);
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.exception()).isInstanceOf(RedeliveriesExhaustedException.class);
        });
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.DEAD_LETTER, 1));
    }

    @Test
    void aDeadLetterHasTheTriesOfOtherJvms() throws InterruptedException {
        BlockBuffer<DeadLetter<Integer>> letters = add("letters", new BlockBuffer<>(9));
        LeasingBuffer<Integer> buffer = leasing(1);
        buffer.takeAndDie(1);
        start(spec().retry(QUICK_RETRY).deadLetter("letters"), LeasedListenerTest::fail);
        awaitAcknowledged(buffer);
        assertThat(letters.snapshot())
                .singleElement()
                .satisfies(letter -> assertThat(letter.attempts()).isEqualTo(5));
    }

    @Test
    void anElementThatCameTooOftenGoesBackWithItsBatchIfThePolicyIsToStop() throws InterruptedException {
        LeasingBuffer<Integer> buffer = leasing(1, 2);
        buffer.takeAndDie(1);
        buffer.takeAndDie(1);
        BufferListenerContainer container =
                startBatches(spec().batch(2, Duration.ZERO).retry(NO_RETRY).onFailure(OnFailure.STOP), handled::addAll);
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(container.failure()).isInstanceOf(RedeliveriesExhaustedException.class);
        assertThat(buffer.snapshot()).containsExactly(1, 2);
        assertThat(buffer.leased()).isZero();
        assertThat(handled).isEmpty();
    }

    @Test
    void anElementMayComeAgainAsOftenAsThePolicyRetries() {
        assertThat(Leases.maxRedeliveries(NO_RETRY))
                .as("no call may have come of it")
                .isEqualTo(1);
        assertThat(Leases.maxRedeliveries(ListenerSpec.DEFAULT_RETRY)).isEqualTo(3);
        assertThat(Leases.maxRedeliveries(RetryPolicy.withMaxRetries(7))).isEqualTo(7);
        assertThat(Leases.maxRedeliveries(RetryPolicy.withMaxRetries(Integer.MAX_VALUE)))
                .as("no lease knows more")
                .isEqualTo(254);
    }

    // ---- Leases that end ----

    @Test
    void aLeaseThatEndsWhileItsElementIsHandledIsCountedAndLogged(CapturedOutput output) {
        LeasingBuffer<Integer> buffer = leasing(1);
        start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        buffer.expire();
        release.countDown();
        awaitHandled(1, 1);
        awaitAcknowledged(buffer);
        assertThat(observer.leaseEnds).hasValue(1);
        assertThat(observer.redelivered).hasValue(1);
        assertThat(output)
                .containsOnlyOnce("has handled 1 elements of buffer 'numbers' whose lease had ended before it was"
                        + " acknowledged, so that they may be handled twice");
    }

    @Test
    void aLeaseThatEndsBeforeAPauseIsCounted() {
        LeasingBuffer<Integer> buffer = leasing(1);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        buffer.expire();
        container.pause();
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        assertThat(observer.leaseEnds).hasValue(1);
        assertThat(buffer.snapshot()).containsExactly(1);
    }

    @Test
    void aClientThatIsDetachedEndsTheContainerAndLeavesItsLeases() {
        LeasingBuffer<Integer> buffer = leasing(1);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        buffer.detach();
        release.countDown();
        awaitState(container, ListenerState.STOPPED);
        assertThat(observer.leaseEnds).hasValue(1);
        assertThat(buffer.leased()).as("until its time is up").isEqualTo(1);
    }

    // ---- The end of the stream ----

    @Test
    void theEndOfTheStreamWaitsForLeases() {
        LeasingBuffer<Integer> buffer = leasing(1);
        BufferListenerContainer container = start(spec().concurrency(2), this::handleWhenReleased);
        awaitEntered(1);
        await("the other thread to wait").until(() -> buffer.readersWaiting() == 1);
        buffer.closeWrite();
        assertThat(container.threads()).hasSize(2);
        buffer.expire();
        awaitEntered(2);
        release.countDown();
        awaitState(container, ListenerState.STOPPED);
        assertThat(handled).containsExactly(1, 1);
        assertThat(buffer.state().isTerminal()).isTrue();
    }

    @Test
    void manyThreadsHandleAllOfAStream() {
        LeasingBuffer<Integer> buffer = leasing(IntStream.range(0, 5_000).toArray());
        BufferListenerContainer container =
                startBatches(spec().concurrency(4).batch(7, Duration.ZERO), handled::addAll);
        buffer.closeWrite();
        awaitState(container, ListenerState.STOPPED);
        assertThat(handled).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(container.handled()).isEqualTo(5_000);
        assertThat(buffer.leased()).isZero();
    }

    // ---- A server that is away ----

    @Test
    void aContainerWaitsForAServerThatIsAway(CapturedOutput output) {
        LeasingBuffer<Integer> buffer = leasing(1, 2);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        buffer.outage = new IllegalStateException("away");
        int calls = buffer.leaseCalls.get();
        release.countDown();
        await("a try").until(() -> buffer.leaseCalls.get() > calls);
        assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
        buffer.outage = null;
        awaitHandled(1, 2);
        awaitAcknowledged(buffer);
        assertThat(observer.leaseEnds).hasValue(0);
        assertThat(output).containsOnlyOnce("cannot reach buffer 'numbers', and tries again");
    }

    @Test
    void whatCouldNotBeAcknowledgedBeforeAPauseIsAcknowledgedAfterIt() {
        LeasingBuffer<Integer> buffer = leasing(1);
        BufferListenerContainer container = start(spec(), this::handleWhenReleased);
        awaitEntered(1);
        container.pause();
        buffer.outage = new IllegalStateException("away");
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        buffer.outage = null;
        assertThat(buffer.leased()).isEqualTo(1);
        container.resume();
        awaitAcknowledged(buffer);
        assertThat(handled).containsExactly(1);
    }

    // ---- What handlers and observers see ----

    @Test
    void handlersGetElementsAndObserversToo() {
        leasing(1);
        List<Object> seen = new CopyOnWriteArrayList<>();
        observer.items = seen::addAll;
        start(spec(), handled::add);
        awaitHandled(1);
        assertThat(seen).containsExactly(1);
    }

    @Test
    void aLocalBufferIsReadAsBefore() {
        Buffer<Integer> buffer = numbers(1);
        BufferListenerContainer container = start(spec(), handled::add);
        awaitHandled(1);
        assertThat(buffer.stats().read()).isEqualTo(1);
        assertThat(((ThreadedContainer) container).leases()).isNull();
    }
}
