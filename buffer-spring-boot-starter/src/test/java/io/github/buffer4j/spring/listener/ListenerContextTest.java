package io.github.buffer4j.spring.listener;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.ContextCarrier;
import io.github.buffer4j.Envelope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.retry.RetryPolicy;

/** The contexts in which listeners handle elements. */
class ListenerContextTest extends ListenerFixture {

    private final User carrier = new User();
    private final BlockBuffer<Integer> buffer = carrying("numbers");
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** The user on whose behalf a thread works. */
    private static final class User implements ContextCarrier {

        private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

        private final AtomicBoolean failsToRestore = new AtomicBoolean();
        private final AtomicBoolean failsToEnd = new AtomicBoolean();

        @Override
        public @Nullable Object capture() {
            return CURRENT.get();
        }

        @Override
        public AutoCloseable restore(Object context) {
            if (failsToRestore.get()) {
                throw new IllegalStateException("broken on purpose");
            }
            CURRENT.set((String) context);
            return () -> {
                CURRENT.remove();
                if (failsToEnd.get()) {
                    throw new IllegalStateException("broken on purpose");
                }
            };
        }
    }

    private BlockBuffer<Integer> carrying(String name) {
        return add(name, Buffer.<Integer>builder().name(name).context(carrier).block(10_000));
    }

    private void writeAs(String user, Integer... elements) throws InterruptedException {
        User.CURRENT.set(user);
        try {
            buffer.write(elements);
        } finally {
            User.CURRENT.remove();
        }
    }

    private @Nullable Object see(Object element) {
        seen.add(element + " " + User.CURRENT.get());
        return null;
    }

    private void awaitSeen(String... expected) {
        await("the elements to be handled").until(() -> seen.size() >= expected.length);
        assertThat(seen).containsExactly(expected);
    }

    @Test
    void eachElementIsHandledInTheContextOfItsWriter() throws Exception {
        start(spec(), this::see);
        writeAs("ann", 1, 2);
        buffer.add(3);
        writeAs("bob", 4);
        awaitSeen("1 ann", "2 ann", "3 null", "4 bob");
    }

    @Test
    void anEnvelopeIsHandledInTheContextOfItsWriter() throws Exception {
        Invocation invocation = new Invocation() {
            @Override
            public boolean takesEnvelopes() {
                return true;
            }

            @Override
            public boolean takesBatches() {
                return false;
            }

            @Override
            public @Nullable Object invoke(List<?> items) {
                throw new AssertionError();
            }

            @Override
            public @Nullable Object invoke(Object item) {
                return see(((Envelope<?>) item).element());
            }
        };
        listeners.register(spec().build(), invocation).start();
        writeAs("ann", 1);
        awaitSeen("1 ann");
    }

    @Test
    void aBatchIsHandledInNoContext() throws Exception {
        writeAs("ann", 1);
        writeAs("bob", 2);
        startBatches(spec().batch(2, Duration.ZERO), batch -> see(batch));
        awaitSeen("[1, 2] null");
    }

    @Test
    void elementsOfAKeyAreHandledInTheContextsOfTheirWriters() throws Exception {
        start(spec().orderedBy(number -> "key").concurrency(2), this::see);
        writeAs("ann", 1);
        writeAs("bob", 2);
        awaitSeen("1 ann", "2 bob");
    }

    @Test
    void eachTryOfAnElementHasItsContext() throws Exception {
        start(spec().retry(QUICK_RETRY), element -> {
            see(element);
            throw new IllegalStateException("broken on purpose");
        });
        writeAs("ann", 1);
        awaitSeen("1 ann", "1 ann", "1 ann", "1 ann");
    }

    @Test
    void eachTryOfAnElementWithAKeyHasItsContext() throws Exception {
        start(spec().orderedBy(number -> number).concurrency(2).retry(QUICK_RETRY), element -> {
            see(element);
            throw new IllegalStateException("broken on purpose");
        });
        writeAs("ann", 1);
        awaitSeen("1 ann", "1 ann", "1 ann", "1 ann");
    }

    @Test
    void anElementThatGoesBackKeepsItsContext() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        writeAs("ann", 1, 2);
        BufferListenerContainer container = start(spec().retry(NO_RETRY).onFailure(OnFailure.STOP), element -> {
            if (broken.getAndSet(false)) {
                throw new IllegalStateException("broken on purpose");
            }
            return see(element);
        });
        awaitState(container, ListenerState.FAILED);
        await("the threads to end").until(() -> container.threads().isEmpty());
        container.start();
        awaitSeen("1 ann", "2 ann");
    }

    @Test
    void elementsThatGoBackForAPauseKeepTheirContexts() throws Exception {
        BufferListenerContainer container =
                start(spec().orderedBy(number -> "key").concurrency(2), element -> {
                    see(element);
                    return element == 1 ? handleWhenReleased(element) : null;
                });
        writeAs("ann", 1);
        awaitEntered(1);
        writeAs("bob", 2, 3);
        await("the elements to be taken").until(() -> buffer.size() == 0);
        container.pause();
        release.countDown();
        awaitState(container, ListenerState.PAUSED);
        assertThat(buffer.size()).isEqualTo(2);
        container.resume();
        awaitSeen("1 ann", "2 bob", "3 bob");
    }

    @Test
    void aHandlerWithContextsIsNotifiedBeforeItIsInterrupted() throws Exception {
        AtomicBoolean notified = new AtomicBoolean();
        BufferListenerContainer container = start(spec(), new ElementHandler<>() {
            @Override
            public @Nullable Object handle(Integer element) throws InterruptedException {
                return handleWhenReleased(element);
            }

            @Override
            public void beforeInterrupt() {
                notified.set(true);
            }
        });
        writeAs("ann", 1);
        awaitEntered(1);
        assertThat(container.stop(Duration.ZERO)).isFalse();
        assertThat(notified).isTrue();
    }

    @Test
    void aResultHasTheContextOfItsElement() throws Exception {
        BlockBuffer<Integer> results = carrying("results");
        start(spec().sendTo("results"), element -> element * 10);
        writeAs("ann", 1);
        assertThat(results.nextEnvelope()).isEqualTo(new Envelope<>(10, 0, "ann"));
    }

    /** As with a handler of observations that opens a scope. */
    @Test
    void aResultHasTheContextOfItsObservation() throws Exception {
        BlockBuffer<Integer> results = carrying("results");
        observer.beforeCall = () -> User.CURRENT.set("observation");
        observer.afterCall = User.CURRENT::remove;
        startBatches(spec().batch(2, Duration.ZERO).sendTo("results"), batch -> sum(batch));
        writeAs("ann", 1, 2);
        assertThat(requireNonNull(results.nextEnvelope()).context()).isEqualTo("observation");
    }

    @Test
    void aDeadLetterHasTheContextOfItsElement() throws Exception {
        BlockBuffer<DeadLetter<Integer>> letters = add(
                "letters",
                Buffer.<DeadLetter<Integer>>builder().context(carrier).block(8));
        startBatches(
                spec().batch(2, Duration.ZERO)
                        .retry(NO_RETRY)
                        .onFailure(OnFailure.DEAD_LETTER)
                        .deadLetter("letters"),
                batch -> {
                    throw new IllegalStateException("broken on purpose");
                });
        writeAs("ann", 1);
        writeAs("bob", 2);
        assertThat(List.of(requireNonNull(letters.nextEnvelope()), requireNonNull(letters.nextEnvelope())))
                .extracting(Envelope::context)
                .containsExactly("ann", "bob");
    }

    @Test
    void aCarrierThatThrowsLosesNoElementAndRepeatsNone() throws Exception {
        start(spec().retry(RetryPolicy.withMaxRetries(9)), this::see);
        carrier.failsToRestore.set(true);
        writeAs("ann", 1);
        awaitSeen("1 null");
        carrier.failsToRestore.set(false);
        carrier.failsToEnd.set(true);
        writeAs("bob", 2, 3);
        awaitSeen("1 null", "2 bob", "3 bob");
        assertThat(observer.retries).hasValue(0);
    }
}
