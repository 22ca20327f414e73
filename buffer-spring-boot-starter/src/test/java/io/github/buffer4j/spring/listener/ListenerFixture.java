package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.retry.RetryPolicy;

/** Listeners of buffers of numbers, and what they do. */
@Timeout(60)
abstract class ListenerFixture {

    static final Duration LONG = Duration.ofHours(1);
    static final RetryPolicy NO_RETRY = RetryPolicy.withMaxRetries(0);
    static final RetryPolicy LONG_RETRY =
            RetryPolicy.builder().maxRetries(3).delay(LONG).build();
    static final RetryPolicy QUICK_RETRY =
            RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(1)).build();

    final BufferRegistry registry = new BufferRegistry(List.of());
    final List<ListenerState> events = new CopyOnWriteArrayList<>();
    final Observer observer = new Observer();
    final BufferListeners listeners =
            new BufferListeners(registry, spec -> observer, (container, state) -> events.add(state));
    final List<Integer> handled = new CopyOnWriteArrayList<>();
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicInteger entered = new AtomicInteger();

    @AfterEach
    void stopAll() {
        release.countDown();
        listeners.containers().forEach(container -> container.stop(Duration.ofSeconds(10)));
    }

    <B extends Buffer<?>> B add(String name, B buffer) {
        registry.register(new BufferEntry(name, buffer));
        return buffer;
    }

    BlockBuffer<Integer> numbers(int... numbers) {
        BlockBuffer<Integer> buffer = add("numbers", new BlockBuffer<>(10_000));
        IntStream.of(numbers).forEach(buffer::offer);
        return buffer;
    }

    static ListenerSpec.Builder spec() {
        return ListenerSpec.builder("count", "numbers");
    }

    BufferListenerContainer start(ListenerSpec.Builder spec, ElementHandler<Integer> handler) {
        BufferListenerContainer container = listeners.register(spec.build(), handler);
        container.start();
        return container;
    }

    BufferListenerContainer startBatches(ListenerSpec.Builder spec, BatchHandler<Integer> handler) {
        BufferListenerContainer container = listeners.registerBatch(spec.build(), handler);
        container.start();
        return container;
    }

    /** Handles an element once it is released. */
    @Nullable
    Object handleWhenReleased(int element) throws InterruptedException {
        entered.incrementAndGet();
        if (!release.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("Not released in time");
        }
        handled.add(element);
        return null;
    }

    void awaitEntered(int count) {
        await("calls of the handler").until(() -> entered.get() >= count);
    }

    static void awaitState(BufferListenerContainer container, ListenerState state) {
        await("the state " + state).until(() -> container.state() == state);
    }

    void awaitHandled(Integer... elements) {
        await("the elements to be handled").until(() -> handled.size() >= elements.length);
        assertThat(handled).containsExactly(elements);
    }

    /** Counts what it is told. */
    static final class Observer implements ListenerObserver {

        final AtomicInteger retries = new AtomicInteger();
        final AtomicInteger redelivered = new AtomicInteger();
        final AtomicInteger leaseEnds = new AtomicInteger();
        volatile Consumer<List<?>> items = observed -> {};
        volatile Runnable beforeCall = () -> {};
        volatile Runnable afterCall = () -> {};
        private final Map<Outcome, Integer> failures = new EnumMap<>(Outcome.class);

        @Override
        public @Nullable Object call(List<?> items, Callable<@Nullable Object> call) throws Exception {
            beforeCall.run();
            this.items.accept(items);
            try {
                return call.call();
            } finally {
                afterCall.run();
            }
        }

        @Override
        public void retried() {
            retries.incrementAndGet();
        }

        @Override
        public void redelivered(int elements) {
            redelivered.addAndGet(elements);
        }

        @Override
        public void leaseEnded(int elements) {
            leaseEnds.addAndGet(elements);
        }

        @Override
        public synchronized void failed(Outcome outcome, int elements) {
            failures.merge(outcome, elements, Integer::sum);
        }

        synchronized Map<Outcome, Integer> failures() {
            return new EnumMap<>(failures.isEmpty() ? new EnumMap<>(Outcome.class) : failures);
        }
    }

    static int sum(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }
}
