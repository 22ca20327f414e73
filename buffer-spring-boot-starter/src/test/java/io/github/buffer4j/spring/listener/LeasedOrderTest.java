package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Listeners that keep the order of keys, of a buffer that leases its elements. The tens digit is the key. */
class LeasedOrderTest extends ListenerFixture {

    private LeasingBuffer<Integer> leasing(int... numbers) {
        LeasingBuffer<Integer> buffer = add("numbers", new LeasingBuffer<>("numbers"));
        IntStream.of(numbers).forEach(buffer::add);
        return buffer;
    }

    private static ListenerSpec.Builder ordered() {
        return spec().scope(ListenerScope.LOCAL).<Integer>orderedBy(number -> number / 10);
    }

    @Test
    void elementsOfOneKeyAreHandledInOrder() {
        LeasingBuffer<Integer> buffer = leasing(IntStream.range(0, 5_000).toArray());
        Map<Integer, Queue<Integer>> byKey = new ConcurrentHashMap<>();
        BufferListenerContainer container = start(
                spec().scope(ListenerScope.LOCAL).concurrency(4).<Integer>orderedBy(number -> number % 7), number -> {
                    byKey.computeIfAbsent(number % 7, key -> new ConcurrentLinkedQueue<>())
                            .add(number);
                    return null;
                });
        buffer.closeWrite();
        awaitState(container, ListenerState.STOPPED);
        byKey.values().forEach(queue -> assertThat(List.copyOf(queue)).isSorted());
        assertThat(byKey.values().stream().mapToInt(Queue::size).sum()).isEqualTo(5_000);
        assertThat(container.handled()).isEqualTo(5_000);
        assertThat(buffer.leased()).isZero();
    }

    @Test
    void whatIsHandledIsAcknowledgedWhileTheDispatcherWaits() {
        LeasingBuffer<Integer> buffer = leasing(10, 11, 20);
        start(ordered(), handled::add);
        await("the acknowledgement").until(() -> buffer.leased() == 0 && handled.size() == 3);
        await("the dispatcher to wait").until(() -> buffer.readersWaiting() == 1);
        assertThat(buffer.acknowledgements.get()).isPositive();
    }

    @Test
    void aLeaseIsHeldUntilItsLastElementIsHandled() {
        LeasingBuffer<Integer> buffer = leasing(10, 20);
        BufferListenerContainer container = start(ordered().concurrency(2), element -> {
            if (element == 10) {
                return this.handleWhenReleased(element);
            }
            return handled.add(element);
        });
        awaitHandled(20);
        await("one element to be left").until(() -> container.inFlight() == 1);
        assertThat(buffer.leased()).isEqualTo(2);
        release.countDown();
        await("the acknowledgement").until(() -> buffer.leased() == 0);
    }

    @Test
    void aPauseGivesBackWhatWaitsInItsOrder() {
        LeasingBuffer<Integer> buffer = leasing(10, 11, 20, 12);
        BufferListenerContainer container = start(ordered(), this::handleWhenReleased);
        awaitEntered(1);
        await("all to be leased").until(() -> buffer.leased() == 4);
        buffer.add(21);
        await("the last to be leased").until(() -> buffer.leased() == 5);
        container.pause();
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        assertThat(buffer.snapshot()).containsExactly(11, 20, 12, 21);
        assertThat(buffer.redeliveries()).containsOnly(0);
        assertThat(buffer.leased()).isZero();
        assertThat(container.inFlight()).isZero();
        container.resume();
        await("all to be handled").until(() -> handled.size() == 5);
        assertThat(handled)
                .doesNotHaveDuplicates()
                .containsSubsequence(10, 11, 12)
                .containsSubsequence(20, 21);
    }

    @Test
    void anErrorGivesBackAllThatIsLeased() {
        LeasingBuffer<Integer> buffer = leasing(10, 11, 20);
        BufferListenerContainer container = start(ordered(), element -> {
            throw new NoClassDefFoundError("broken on purpose");
        });
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(container.state()).isEqualTo(ListenerState.FAILED);
        assertThat(buffer.snapshot()).containsExactly(10, 11, 20);
        assertThat(buffer.leased()).isZero();
    }

    @Test
    void anElementThatCameTooOftenBecomesADeadLetterWithoutACall() throws InterruptedException {
        BlockBuffer<DeadLetter<Integer>> letters = add("letters", new BlockBuffer<>(9));
        LeasingBuffer<Integer> buffer = leasing(10, 11, 20);
        buffer.takeAndDie(1);
        buffer.takeAndDie(1);
        start(ordered().retry(NO_RETRY).deadLetter("letters"), handled::add);
        await("all to be handled").until(() -> handled.size() == 2 && buffer.leased() == 0);
        assertThat(handled).containsExactlyInAnyOrder(11, 20);
        assertThat(letters.snapshot()).singleElement().satisfies(letter -> {
            assertThat(letter.element()).isEqualTo(10);
            assertThat(letter.attempts()).isEqualTo(2);
        });
    }

    @Test
    void anElementThatCameTooOftenGoesBackWithTheOthersIfThePolicyIsToStop() throws InterruptedException {
        LeasingBuffer<Integer> buffer = leasing(10, 11, 20);
        buffer.takeAndDie(1);
        buffer.takeAndDie(1);
        BufferListenerContainer container = start(ordered().retry(NO_RETRY).onFailure(OnFailure.STOP), handled::add);
        await("the threads to end").until(() -> container.threads().isEmpty());
        assertThat(container.failure()).isInstanceOf(RedeliveriesExhaustedException.class);
        assertThat(buffer.snapshot()).containsExactly(10, 11, 20);
        assertThat(buffer.leased()).isZero();
    }

    @Test
    void whatCouldNotBeAcknowledgedIsAcknowledgedOnceTheServerIsBack() {
        LeasingBuffer<Integer> buffer = leasing(10);
        start(ordered(), this::handleWhenReleased);
        awaitEntered(1);
        await("the dispatcher to wait").until(() -> buffer.readersWaiting() == 1);
        int calls = buffer.leaseCalls.get();
        buffer.outage = new IllegalStateException("away");
        release.countDown();
        await("the dispatcher to try again").until(() -> buffer.leaseCalls.get() > calls);
        assertThat(buffer.leased()).isEqualTo(1);
        buffer.outage = null;
        await("the acknowledgement").until(() -> buffer.leased() == 0);
        assertThat(observer.leaseEnds).hasValue(0);
    }

    @Test
    void theEndOfTheStreamWaitsForLeases() {
        LeasingBuffer<Integer> buffer = leasing(10, 11);
        BufferListenerContainer container = start(ordered(), this::handleWhenReleased);
        awaitEntered(1);
        buffer.closeWrite();
        assertThat(container.threads()).hasSize(2);
        release.countDown();
        awaitState(container, ListenerState.STOPPED);
        assertThat(handled).containsExactly(10, 11);
        assertThat(buffer.state().isTerminal()).isTrue();
    }
}
