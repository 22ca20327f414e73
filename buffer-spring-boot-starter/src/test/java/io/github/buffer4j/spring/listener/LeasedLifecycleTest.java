package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.EarlyBufferLifecycle;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

/** Listeners of a shared buffer in an application that shuts down: it goes on for others. */
class LeasedLifecycleTest extends ListenerFixture {

    private final GenericApplicationContext context = new GenericApplicationContext();
    private final LeasingBuffer<Integer> buffer = add("numbers", new LeasingBuffer<>("numbers"));

    /* What was left when the client leaves. */
    private volatile @Nullable List<Integer> left;
    private volatile int leased = -1;

    @AfterEach
    void close() {
        release.countDown();
        context.close();
    }

    private void run(ListenerSpec.Builder spec, ElementHandler<Integer> handler, int... numbers) {
        IntStream.of(numbers).forEach(buffer::add);
        listeners.register(spec.build(), handler);
        ListenerLifecycle lifecycle = new ListenerLifecycle(listeners, context);
        context.registerBean(EarlyBufferLifecycle.class, () -> new EarlyBufferLifecycle(registry));
        context.registerBean(ListenerLifecycle.class, () -> lifecycle);
        context.registerBean(LateListenerLifecycle.class, () -> new LateListenerLifecycle(listeners));
        context.registerBean(Detaching.class, Detaching::new);
        context.refresh();
    }

    /** Detaches the buffer in the phase of the buffers. */
    private final class Detaching implements SmartLifecycle {

        private volatile boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            left = buffer.snapshot();
            leased = buffer.leased();
            buffer.detach();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return BufferLifecycle.PHASE;
        }
    }

    @Test
    void aListenerFinishesWhatItHasAndLeavesTheRestToOthers() {
        run(spec().stopTimeout(LONG), this::handleWhenReleased, 1, 2, 3);
        awaitEntered(1);
        Thread closing = new Thread(context::close);
        closing.start();
        await("the stop to begin")
                .until(() -> listeners.containers().iterator().next().state() == ListenerState.STOPPING);
        release.countDown();
        await("the context to close").until(() -> !closing.isAlive());
        assertThat(handled).containsExactly(1);
        assertThat(left).containsExactly(2, 3);
        assertThat(leased).isZero();
        assertThat(observer.leaseEnds).hasValue(0);
    }

    @Test
    void aListenerThatDoesNotFinishInTimeGivesBackWhatItHasBeforeItsClientLeaves() {
        run(spec().stopTimeout(Duration.ZERO).retry(NO_RETRY), this::handleWhenReleased, 1, 2);
        awaitEntered(1);
        context.close();
        assertThat(handled).isEmpty();
        assertThat(left).containsExactly(1, 2);
        assertThat(leased).isZero();
    }

    @Test
    void whatWaitsBehindItsKeyGoesBackBeforeTheClientLeaves() {
        run(
                spec().scope(ListenerScope.LOCAL)
                        .stopTimeout(Duration.ZERO)
                        .retry(NO_RETRY)
                        .<Integer>orderedBy(number -> 1),
                this::handleWhenReleased,
                1,
                2,
                3);
        awaitEntered(1);
        await("all to be leased").until(() -> buffer.leased() == 3);
        context.close();
        assertThat(left).containsExactly(1, 2, 3);
        assertThat(leased).isZero();
    }
}
