package io.github.buffer4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.UnknownBufferException;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.ListenerState;
import io.github.buffer4j.spring.listener.OnFailure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.util.ReflectionTestUtils;

/** {@link BufferTester#awaitDrained}: what it waits for, and how it fails. */
class AwaitDrainedTest extends TesterFixture {

    /** Starts a reader of the buffer, which handles what it takes when it is allowed to. */
    interface Reader {
        void start(AwaitDrainedTest test);
    }

    static Stream<Named<Reader>> readers() {
        return Stream.of(
                Named.of("listener", test -> test.start(ship().concurrency(2), test::handleWhenAllowed)),
                Named.of(
                        "listener of batches",
                        test -> test.listeners
                                .registerBatch(ship().batch(10, Duration.ZERO).build(), test::handleWhenAllowed)
                                .start()),
                Named.of(
                        "ordered listener",
                        test -> test.start(ship().<String>orderedBy(order -> order), test::handleWhenAllowed)),
                Named.of("listener with asynchronous results", test -> test.start(ship(), test::handleLater)),
                Named.of(
                        "loop with next",
                        test -> test.run(() -> {
                            for (String order = test.orders.next(); order != null; order = test.orders.next()) {
                                test.handleWhenAllowed(order);
                            }
                        })),
                Named.of(
                        "forEach",
                        test -> test.run(() -> {
                            test.orders.forEach(test::handleUnchecked);
                        })),
                Named.of(
                        "loop with poll",
                        test -> test.run(() -> {
                            while (test.orders.state() == BufferState.OPEN) {
                                String order = test.orders.poll(SHORT);
                                if (order != null) {
                                    test.handleWhenAllowed(order);
                                }
                            }
                        })));
    }

    private CompletionStage<Boolean> handleLater(String order) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        run(() -> {
            handleWhenAllowed(order);
            result.complete(true);
        });
        return result;
    }

    @ParameterizedTest
    @MethodSource("readers")
    void itWaitsForTheElementInHand(Reader reader) throws Exception {
        reader.start(this);
        orders.add("an order");
        awaitEntered(1);
        assertThat(orders.size()).isZero();
        assertThatThrownBy(() -> tester.awaitDrained("orders", SHORT)).isInstanceOf(AssertionError.class);
        Waiting waiting = run(() -> tester.awaitDrained("orders", LONG)).awaitParked();
        assertThat(waiting.isDone()).isFalse();
        allowed.release();
        waiting.get();
        assertThat(handled).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void itWaitsForAllThatIsInTheBuffer(Reader reader) throws Exception {
        for (int i = 0; i < 100; i++) {
            orders.add("order " + i);
        }
        Waiting waiting = run(() -> tester.awaitDrained("orders", LONG)).awaitParked();
        reader.start(this);
        allowed.release(1_000);
        waiting.get();
        assertThat(orders.size()).isZero();
        assertThat(handled.get()).isGreaterThanOrEqualTo(10);
        assertThat(handled).hasValue(entered.get());
    }

    @Test
    void anIdleBufferIsDrainedAtOnce() {
        tester.awaitDrained("orders", Duration.ZERO);
        start(ship().concurrency(3), this::handleWhenAllowed);
        await("the threads to wait").until(() -> orders.stats().readersWaiting() == 3);
        tester.awaitDrained("orders", Duration.ZERO);
        tester.awaitDrained("orders");
    }

    @Test
    void whatTheTestItselfHasTakenDoesNotCount() throws Exception {
        orders.add("an order");
        assertThat(orders.poll()).isEqualTo("an order");
        tester.awaitDrained("orders", Duration.ZERO);
    }

    @Test
    void anElementThatWaitsForItsNextTryIsInHand() throws Exception {
        for (boolean ordered : List.of(false, true)) {
            BufferListenerContainer container =
                    start((ordered ? ship().<String>orderedBy(order -> order) : ship()).retry(LATE_RETRY), order -> {
                        entered.incrementAndGet();
                        return REFUSING.handle(order);
                    });
            orders.add("an order");
            awaitEntered(1);
            assertThatThrownBy(() -> tester.awaitDrained("orders", SHORT)).hasMessageContaining("1 in hand");
            Waiting waiting = run(() -> tester.awaitDrained("orders", LONG)).awaitParked();
            container.stop(LONG);
            waiting.get();
            assertThat(tester.handled("ship")).isEqualTo(1);
            listeners.remove("ship");
            entered.set(0);
        }
    }

    @Test
    void theMessageOfATimeOutIsAPicture() throws Exception {
        BufferListenerContainer container = start(ship(), this::handleWhenAllowed);
        run(() -> {
            orders.next();
            allowed.acquire();
        });
        orders.write(new String[] {"secret", "secret"});
        awaitEntered(1);
        await("both to be busy").until(() -> orders.size() == 0);
        orders.add("secret");
        await("the listener to note it").until(() -> container.inFlight() == 1);
        assertThatThrownBy(() -> tester.awaitDrained("orders", SHORT))
                .isInstanceOf(AssertionError.class)
                .hasNoCause()
                .hasMessageContainingAll(
                        "Buffer 'orders' was not drained within PT0.01S",
                        "buffer 'orders': OPEN, 1 in the buffer",
                        "listener 'ship': RUNNING, 1 in hand, 0 handled",
                        "thread 'ship-1': 1 in hand",
                        "thread 'hand-written': 1 in hand")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void itFailsAtOnceWhenTheOnlyListenerHasFailed() throws Exception {
        start(ship().retry(NO_RETRY).onFailure(OnFailure.STOP), order -> {
            handleWhenAllowed(order);
            return REFUSING.handle(order);
        });
        orders.add("secret");
        awaitEntered(1);
        Waiting waiting = run(() -> tester.awaitDrained("orders", LONG)).awaitParked();
        allowed.release();
        for (Throwable failure : List.of(
                waiting.failure(),
                run(() -> tester.awaitDrained("orders", LONG)).failure())) {
            assertThat(failure)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("FAILED", "failed with java.lang.IllegalStateException")
                    .hasMessageNotContaining("secret")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aFailedListenerDoesNotMatterWhileAnotherReaderHandlesTheRest() throws Exception {
        start(ship().retry(NO_RETRY).onFailure(OnFailure.STOP), REFUSING);
        orders.add("an order");
        await("the failure").until(() -> orders.size() == 1);
        await("the failure").until(() -> tester.handled("ship") == 0 && state("ship") == ListenerState.FAILED);
        start(spec("other"), this::handleWhenAllowed);
        Waiting waiting = run(() -> tester.awaitDrained("orders", LONG)).awaitParked();
        allowed.release();
        waiting.get();
    }

    @Test
    void aFailureThatLeavesNothingIsNone() throws Exception {
        start(ship().retry(NO_RETRY).onFailure(OnFailure.STOP), REFUSING);
        orders.add("an order");
        await("the failure").until(() -> state("ship") == ListenerState.FAILED && orders.size() == 1);
        assertThat(tester.reset("orders")).isEqualTo(1);
        tester.awaitDrained("orders", Duration.ZERO);
    }

    private ListenerState state(String id) {
        return Objects.requireNonNull(listeners.get(id)).state();
    }

    @Test
    void theMessageSaysIfNobodyTakesTheElements() throws Exception {
        orders.add("an order");
        assertThatThrownBy(() -> tester.awaitDrained("orders", SHORT))
                .hasMessageContaining("the buffer has no listener, and no thread has read from it");
        start(ship(), this::handleWhenAllowed);
        allowed.release();
        tester.awaitDrained("orders");
        tester.pause("ship");
        orders.add("an order");
        assertThatThrownBy(() -> tester.awaitDrained("orders", SHORT))
                .hasNoCause()
                .hasMessageContaining("no listener takes what is in the buffer: 'ship' is PAUSED");
        Waiting waiting = run(() -> tester.awaitDrained("orders", LONG)).awaitParked();
        allowed.release();
        tester.resume("ship");
        waiting.get();
    }

    @Test
    void anUnknownBufferFailsWithTheKnownNames() {
        assertThatThrownBy(() -> tester.awaitDrained("order"))
                .isInstanceOf(UnknownBufferException.class)
                .hasMessage("No buffer named 'order'; registered buffers: orders");
    }

    @Test
    void anInterruptedWaitFailsAndKeepsTheInterruptStatus() throws Exception {
        orders.add("an order");
        Waiting waiting = run(() -> {
            try {
                tester.awaitDrained("orders", LONG);
            } finally {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            }
        });
        waiting.awaitParked().thread().interrupt();
        assertThat(waiting.failure())
                .hasMessageStartingWith("Interrupted before buffer 'orders' was drained")
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        BufferListenerContainer container = start(ship(), this::handleWhenAllowed);
        allowed.release();
        orders.add("an order");
        tester.awaitDrained("orders");
        tester.awaitHandled("ship", 1);
        tester.pause("ship");
        orders.add("an order");
        assertThatThrownBy(() -> tester.awaitDrained("orders", SHORT)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> tester.awaitHandled("ship", 2, SHORT)).isInstanceOf(AssertionError.class);
        assertThat(ReflectionTestUtils.getField(container, "progressListeners")).isEqualTo(List.of());
        assertThat(Thread.interrupted()).isFalse();
    }
}
