package io.github.buffer4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ElementHandler;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.retry.RetryPolicy;

/** A buffer of orders, its readers, which handle an order when they are allowed to, and a tester. */
@Timeout(120)
abstract class TesterFixture {

    static final ElementHandler<String> REFUSING = order -> {
        throw new IllegalStateException("The van has broken down with " + order);
    };
    static final Duration LONG = Duration.ofDays(1);
    static final Duration SHORT = Duration.ofMillis(10);
    static final RetryPolicy NO_RETRY = RetryPolicy.withMaxRetries(0);
    static final RetryPolicy LATE_RETRY =
            RetryPolicy.builder().maxRetries(3).delay(LONG).build();

    final BufferRegistry registry = new BufferRegistry(List.of());
    final BufferListeners listeners =
            new BufferListeners(registry, spec -> ListenerObserver.NONE, (container, state) -> {});
    final BlockBuffer<String> orders = add("orders", new BlockBuffer<>(10_000));
    final Semaphore allowed = new Semaphore(0);
    final AtomicInteger entered = new AtomicInteger();
    final AtomicInteger handled = new AtomicInteger();
    final BufferTester tester = new BufferTester(registry, listeners);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void stopAll() throws InterruptedException {
        allowed.release(1_000_000);
        for (String id : listeners.ids()) {
            BufferListenerContainer container = listeners.get(id);
            if (container != null) {
                container.stop(Duration.ofSeconds(10));
            }
        }
        orders.close();
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    <B extends Buffer<?>> B add(String name, B buffer) {
        registry.register(new BufferEntry(name, buffer));
        return buffer;
    }

    static ListenerSpec.Builder ship() {
        return spec("ship");
    }

    static ListenerSpec.Builder spec(String id) {
        return ListenerSpec.builder(id, "orders");
    }

    BufferListenerContainer start(ListenerSpec.Builder spec, ElementHandler<String> handler) {
        BufferListenerContainer container = listeners.register(spec.build(), handler);
        container.start();
        return container;
    }

    /** Handles an order once it is allowed. */
    @Nullable
    Object handleWhenAllowed(Object order) throws InterruptedException {
        entered.incrementAndGet();
        allowed.acquire();
        handled.incrementAndGet();
        return null;
    }

    void handleUnchecked(Object order) {
        try {
            handleWhenAllowed(order);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitEntered(int count) {
        await("calls of the handler").until(() -> entered.get() >= count);
    }

    /** Runs a loop, or a call that waits, in a thread of its own. */
    Waiting run(Body body) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            body.run();
            return true;
        });
        Thread thread = new Thread(task, "hand-written");
        threads.add(thread);
        thread.start();
        return new Waiting(task, thread);
    }

    /** What a thread does. */
    interface Body {
        void run() throws Exception;
    }

    /** A call that waits in its own thread. */
    record Waiting(FutureTask<Boolean> task, Thread thread) {

        Waiting awaitParked() {
            await("the call to wait")
                    .until(() -> thread.getState() == Thread.State.WAITING
                            || thread.getState() == Thread.State.TIMED_WAITING);
            return this;
        }

        boolean isDone() {
            return task.isDone();
        }

        void get() throws Exception {
            assertThat(task.get(60, TimeUnit.SECONDS)).isTrue();
        }

        Throwable failure() throws InterruptedException, TimeoutException {
            try {
                task.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                return Objects.requireNonNull(e.getCause());
            }
            throw new AssertionError("The call did not fail");
        }
    }
}
