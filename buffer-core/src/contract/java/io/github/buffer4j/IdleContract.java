package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@link Buffer#awaitIdle}, for every kind of buffer. */
public interface IdleContract extends BufferFactory {

    Duration FOR_LONG = Duration.ofDays(1);

    /*
     * So many that a test fails if signals are missing: each costs a second, after which a waiting thread looks for
     * dead threads. A buffer that does not know its threads looks again by time, and misses nothing.
     */
    int ROUNDS = 150;

    private int rounds() {
        return has(Capability.ELEMENTS_IN_HAND) ? ROUNDS : 2;
    }

    @Test
    default void anEmptyBufferIsIdleAtOnce() throws Exception {
        Buffer<String> buffer = create(4);
        assertThat(buffer.awaitIdle(Duration.ZERO)).isTrue();
        assertThat(buffer.awaitIdle(Duration.ofNanos(-1))).isTrue();
        buffer.closeWrite();
        assertThat(buffer.awaitIdle(FOR_LONG)).isTrue();
    }

    @Test
    default void aBufferWithElementsIsNotIdle() throws Exception {
        Buffer<String> buffer = open("a");
        assertThat(buffer.awaitIdle(Duration.ofMillis(1))).isFalse();
        assertThat(buffer.awaitIdle(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        assertThat(buffer.snapshot()).containsExactly("a");
    }

    @Test
    default void whatTheWaitingThreadHasInHandItselfDoesNotCount() throws Exception {
        Buffer<String> buffer = open("a");
        buffer.next();
        assertThat(buffer.awaitIdle(Duration.ZERO)).isTrue();
        assertThat(Call.of(() -> buffer.awaitIdle(Duration.ZERO)).result())
                .isEqualTo(!has(Capability.ELEMENTS_IN_HAND));
    }

    @Test
    default void eachWayToReadHasItsElementsInHandUntilTheThreadReturns() throws Exception {
        needs(Capability.ELEMENTS_IN_HAND);
        for (ReadingLoop loop : ReadingLoop.ALL) {
            Buffer<String> buffer = create(4);
            SynchronousQueue<String> hand = new SynchronousQueue<>();
            Call<Boolean> reader = Call.of(() -> loop.read(buffer, hand::put));
            buffer.add("a");
            Call<Boolean> idle = Call.of(() -> buffer.awaitIdle(FOR_LONG)).awaitParked();
            reader.awaitParked();
            assertThat(buffer.awaitIdle(Duration.ZERO)).isFalse();
            hand.take();
            assertThat(idle.result()).isTrue();
            buffer.closeWrite();
            reader.result();
        }
    }

    @Test
    default void noSignalIsMissedByThoseWhoWaitForEachElement() throws Exception {
        needs(Capability.ELEMENTS_IN_HAND);
        for (ReadingLoop loop : ReadingLoop.ALL) {
            Buffer<String> buffer = create(4);
            List<String> handled = new ArrayList<>();
            Call<Boolean> reader = Call.of(() -> loop.read(buffer, handled::add));
            Call<Boolean> writer = Call.of(() -> {
                for (int round = 1; round <= ROUNDS; round++) {
                    buffer.add("a");
                    assertThat(buffer.awaitIdle(FOR_LONG)).isTrue();
                    assertThat(handled).hasSize(round);
                }
            });
            writer.result();
            buffer.closeWrite();
            reader.result();
        }
    }

    @Test
    default void resetDiscardAndCloseAreSignalled() throws Exception {
        for (Action emptying : List.<Action>of(Buffer::reset, buffer -> buffer.discard(1), Buffer::close)) {
            Call<Boolean> rounds = Call.of(() -> {
                for (int round = 0; round < rounds(); round++) {
                    Buffer<String> buffer = open("a");
                    Call<Boolean> idle =
                            Call.of(() -> buffer.awaitIdle(FOR_LONG)).awaitParked();
                    emptying.on(buffer);
                    assertThat(idle.result()).isTrue();
                }
            });
            rounds.result();
        }
    }

    @Test
    default void aReaderThatLeavesItsLoopOrItsStreamIsSignalled() throws Exception {
        for (Action leaving : List.<Action>of(IdleContract::failInForEach, IdleContract::closeTheStream)) {
            Call<Boolean> rounds = Call.of(() -> {
                for (int round = 0; round < rounds(); round++) {
                    awaitIdleWhileAReaderLeaves(leaving);
                }
            });
            rounds.result();
        }
    }

    private void awaitIdleWhileAReaderLeaves(Action leaving) throws Exception {
        Buffer<String> buffer = open("a");
        CountDownLatch left = new CountDownLatch(1);
        Call<Boolean> idle = Call.of(() -> buffer.awaitIdle(FOR_LONG)).awaitParked();
        Call<Boolean> reader = Call.of(() -> {
            leaving.on(buffer);
            left.await();
        });
        assertThat(idle.result()).isTrue();
        left.countDown();
        reader.result();
    }

    private static void failInForEach(Buffer<String> buffer) throws Exception {
        try {
            buffer.forEach(element -> {
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("on purpose");
        }
    }

    private static void closeTheStream(Buffer<String> buffer) {
        try (Stream<String> stream = buffer.stream()) {
            assertThat(stream.findFirst()).contains("a");
        }
    }

    @Test
    default void anElementThatIsPutBackIsWaitedFor() throws Exception {
        needs(Capability.ELEMENTS_IN_HAND);
        Buffer<String> buffer = open("a");
        CountDownLatch release = new CountDownLatch(1);
        Call<Boolean> reader = Call.of(() -> {
            String element = buffer.next();
            release.await();
            buffer.putBack(List.of(element));
            buffer.discard(0);
        });
        Call<Boolean> idle = Call.of(() -> buffer.awaitIdle(FOR_LONG)).awaitParked();
        release.countDown();
        reader.result();
        assertThat(buffer.awaitIdle(Duration.ofMillis(1))).isFalse();
        assertThat(buffer.poll()).isEqualTo("a");
        buffer.discard(0);
        assertThat(idle.result()).isTrue();
    }

    @Test
    default void aThreadThatDiesWithAnElementInHandIsNoticed() throws Exception {
        needs(Capability.ELEMENTS_IN_HAND);
        Buffer<String> buffer = open("a");
        CountDownLatch release = new CountDownLatch(1);
        Call<Boolean> reader = Call.of(() -> {
            buffer.next();
            release.await();
        });
        Call<Boolean> idle = Call.of(() -> buffer.awaitIdle(FOR_LONG)).awaitParked();
        release.countDown();
        reader.result();
        assertThat(idle.result()).isTrue();
    }

    @Test
    default void severalThreadsMayWait() throws Exception {
        Buffer<String> buffer = open("a");
        List<Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(Call.of(() -> buffer.awaitIdle(FOR_LONG)).awaitParked());
        }
        buffer.reset();
        assertThat(WaitingContract.results(calls)).containsOnly(true);
    }

    /** Does something with a buffer. */
    interface Action {
        void on(Buffer<String> buffer) throws Exception;
    }

    /** Handles an element. */
    interface Handler {
        void handle(String element) throws Exception;
    }

    /** A loop that reads until the end of the stream. */
    interface ReadingLoop {

        List<ReadingLoop> ALL = List.of(
                (buffer, handler) -> {
                    for (String element = buffer.next(); element != null; element = buffer.next()) {
                        handler.handle(element);
                    }
                },
                (buffer, handler) -> buffer.forEach(element -> handleUnchecked(handler, element)),
                (buffer, handler) -> buffer.stream().forEach(element -> handleUnchecked(handler, element)),
                (buffer, handler) -> {
                    while (buffer.state() == BufferState.OPEN) {
                        String element = buffer.poll();
                        if (element != null) {
                            handler.handle(element);
                        } else {
                            Thread.onSpinWait();
                        }
                    }
                },
                (buffer, handler) -> {
                    while (buffer.state() == BufferState.OPEN) {
                        String element = buffer.poll(Duration.ofMillis(1));
                        if (element != null) {
                            handler.handle(element);
                        }
                    }
                },
                (buffer, handler) -> {
                    for (List<String> batch = buffer.readBatch(3, Duration.ZERO);
                            !batch.isEmpty();
                            batch = buffer.readBatch(3, Duration.ZERO)) {
                        handler.handle(batch.get(0));
                    }
                });

        void read(Buffer<String> buffer, Handler handler) throws Exception;

        private static void handleUnchecked(Handler handler, String element) {
            try {
                handler.handle(element);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
