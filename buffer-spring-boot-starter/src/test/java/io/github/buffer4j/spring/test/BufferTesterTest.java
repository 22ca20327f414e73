package io.github.buffer4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.spring.listener.BatchFailedException;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.OnFailure;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@link BufferTester#awaitHandled}, and how the tester controls listeners and buffers. */
class BufferTesterTest extends TesterFixture {

    @Test
    void itCountsFromItsCreation() throws Exception {
        start(ship(), this::handleWhenAllowed);
        allowed.release(3);
        orders.add("an order");
        orders.add("an order");
        tester.awaitHandled("ship", 2, LONG);
        BufferTester later = new BufferTester(registry, listeners);
        assertThat(later.handled("ship")).isZero();
        assertThatThrownBy(() -> later.awaitHandled("ship", 1, SHORT)).isInstanceOf(AssertionError.class);
        orders.add("an order");
        later.awaitHandled("ship", 1, LONG);
        tester.awaitHandled("ship", 3, Duration.ZERO);
        assertThat(tester.handled("ship")).isEqualTo(3);
        assertThat(later.handled("ship")).isEqualTo(1);
    }

    @Test
    void theCountGoesOnWhenTheListenerIsStoppedAndStartedAgain() throws Exception {
        BufferListenerContainer container = start(ship().concurrency(2), this::handleWhenAllowed);
        for (int round = 1; round <= 3; round++) {
            allowed.release(2);
            orders.add("an order");
            orders.add("an order");
            tester.awaitHandled("ship", 2L * round, LONG);
            container.stop(LONG);
            container.start();
        }
        assertThat(container.handled()).isEqualTo(6);
    }

    @Test
    void itWaitsForTheElementInHand() throws Exception {
        start(ship(), this::handleWhenAllowed);
        orders.add("an order");
        awaitEntered(1);
        Waiting waiting = run(() -> tester.awaitHandled("ship", 1, LONG)).awaitParked();
        assertThat(waiting.isDone()).isFalse();
        allowed.release();
        waiting.get();
        assertThat(handled).hasValue(1);
    }

    @Test
    void itDoesNotWaitForTheNextElementThatIsInHand() throws Exception {
        for (boolean ordered : List.of(false, true)) {
            entered.set(0);
            start(ordered ? ship().<String>orderedBy(order -> order) : ship(), this::handleWhenAllowed);
            orders.add("an order");
            orders.add("another order");
            awaitEntered(1);
            Waiting waiting = run(() -> tester.awaitHandled("ship", 1, LONG)).awaitParked();
            allowed.release();
            waiting.get();
            awaitEntered(2);
            assertThat(tester.handled("ship")).isEqualTo(1);
            allowed.release();
            tester.awaitDrained("orders", LONG);
            listeners.remove("ship");
        }
    }

    @Test
    void elementsThatAreGivenUpCount() throws Exception {
        GrowableBuffer<Object> letters = add("letters", new GrowableBuffer<>());
        start(ship().retry(NO_RETRY).onFailure(OnFailure.DISCARD), REFUSING);
        orders.add("an order");
        tester.awaitHandled("ship", 1, LONG);
        tester.pause("ship");
        start(spec("dead").retry(NO_RETRY).deadLetter("letters"), REFUSING);
        orders.add("an order");
        tester.awaitHandled("dead", 1, LONG);
        assertThat(letters.size()).isEqualTo(1);
        tester.pause("dead");
        start(spec("ordered").retry(NO_RETRY).onFailure(OnFailure.DISCARD).<String>orderedBy(order -> order), REFUSING);
        orders.add("an order");
        tester.awaitHandled("ordered", 1, LONG);
        tester.pause("ordered");
        start(spec("close").retry(NO_RETRY).onFailure(OnFailure.CLOSE), REFUSING);
        orders.add("an order");
        tester.awaitHandled("close", 1, LONG);
    }

    @Test
    void anElementWhoseKeyCannotBeToldCountsWhenItIsGivenUp() throws Exception {
        start(
                ship().retry(NO_RETRY).onFailure(OnFailure.DISCARD).<String>orderedBy(order -> {
                    throw new IllegalStateException("no key");
                }),
                order -> null);
        orders.add("an order");
        tester.awaitHandled("ship", 1, LONG);
        tester.awaitDrained("orders");
    }

    @Test
    void elementsThatArePutBackDoNotCount() throws Exception {
        for (boolean ordered : List.of(false, true)) {
            start(
                    (ordered ? ship().<String>orderedBy(order -> order) : ship())
                            .retry(NO_RETRY)
                            .onFailure(OnFailure.STOP),
                    REFUSING);
            orders.add("secret");
            Throwable failure = run(() -> tester.awaitHandled("ship", 1, LONG)).failure();
            assertThat(failure)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("Listener 'ship' has not handled 1 elements", "FAILED", "0 handled")
                    .hasMessageNotContaining("secret")
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(orders.snapshot()).containsExactly("secret");
            orders.reset();
            listeners.remove("ship");
        }
    }

    @Test
    void theHandledPartOfABatchCountsAndTheRestThatIsPutBackDoesNot() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        BufferListenerContainer container = listeners.registerBatch(
                ship().batch(10, Duration.ZERO)
                        .retry(NO_RETRY)
                        .onFailure(OnFailure.STOP)
                        .build(),
                batch -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new BatchFailedException("refused", List.of(2), null);
                    }
                    if (batch.contains("c")) {
                        throw new IllegalStateException("refused");
                    }
                    return null;
                });
        orders.write(new String[] {"a", "b", "c", "d"});
        container.start();
        tester.awaitHandled("ship", 3, LONG);
        assertThat(run(() -> tester.awaitHandled("ship", 4, LONG)).failure()).hasMessageContaining("3 handled");
        assertThat(orders.snapshot()).containsExactly("c");
    }

    @Test
    void itFailsAtOnceWhenTheBufferHasEndedBefore() throws Exception {
        start(ship(), this::handleWhenAllowed);
        orders.add("an order");
        awaitEntered(1);
        Waiting waiting = run(() -> tester.awaitHandled("ship", 2, LONG)).awaitParked();
        orders.closeWrite();
        allowed.release();
        assertThat(waiting.failure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("buffer 'orders': DRAINED", "STOPPED", "1 handled");
    }

    @Test
    void anUnknownListenerFailsWithTheKnownIds() {
        assertThatThrownBy(() -> tester.awaitHandled("shp", 1))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("No listener named 'shp'; there are no listeners");
        start(ship(), this::handleWhenAllowed);
        for (Runnable call : List.<Runnable>of(
                () -> tester.awaitHandled("shp", 1),
                () -> tester.handled("shp"),
                () -> tester.pause("shp"),
                () -> tester.resume("shp"))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("No listener named 'shp'; listeners: ship");
        }
    }

    @Test
    void aPauseWaitsForTheElementInHand() throws Exception {
        for (boolean ordered : List.of(false, true)) {
            entered.set(0);
            start(ordered ? ship().<String>orderedBy(order -> order) : ship(), this::handleWhenAllowed);
            orders.add("an order");
            awaitEntered(1);
            assertThatThrownBy(() -> tester.pause("ship", SHORT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("Listener 'ship' was not paused within PT0.01S", "PAUSING, 1 in hand");
            Waiting waiting = run(() -> tester.pause("ship", LONG)).awaitParked();
            allowed.release();
            waiting.get();
            orders.add("an order");
            assertThat(orders.size()).isEqualTo(1);
            tester.pause("ship", Duration.ZERO);
            allowed.release();
            tester.resume("ship");
            tester.awaitDrained("orders");
            listeners.remove("ship");
        }
    }

    @Test
    void aListenerThatDoesNotRunCannotBePaused() throws Exception {
        BufferListenerContainer container = start(ship().retry(NO_RETRY).onFailure(OnFailure.STOP), REFUSING);
        container.stop(LONG);
        assertThatThrownBy(() -> tester.pause("ship", LONG))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("STOPPED");
        container.start();
        orders.add("an order");
        await("the failure").until(() -> container.failure() != null);
        assertThatThrownBy(() -> tester.pause("ship", LONG))
                .isInstanceOf(AssertionError.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aResetDropsTheElementsAndWaitsForThoseInHand() throws Exception {
        start(ship(), this::handleWhenAllowed);
        orders.add("an order");
        awaitEntered(1);
        orders.write(new String[] {"a", "b"});
        AtomicInteger dropped = new AtomicInteger();
        Waiting waiting = run(() -> dropped.set(tester.reset("orders"))).awaitParked();
        allowed.release();
        waiting.get();
        assertThat(dropped).hasValue(2);
        assertThat(handled).hasValue(1);
    }
}
