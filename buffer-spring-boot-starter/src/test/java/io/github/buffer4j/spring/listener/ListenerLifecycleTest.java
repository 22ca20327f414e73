package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.EarlyBufferLifecycle;
import io.github.buffer4j.spring.EndOptions;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

/** Listeners in an application context whose buffers have hours to drain: a test ends only if nobody waits in vain. */
@ExtendWith(OutputCaptureExtension.class)
class ListenerLifecycleTest extends ListenerFixture {

    private final GenericApplicationContext context = new GenericApplicationContext();

    @AfterEach
    void close() {
        release.countDown();
        context.close();
    }

    @Override
    <B extends Buffer<?>> B add(String name, B buffer) {
        registry.register(new BufferEntry(
                name,
                buffer,
                null,
                Map.of(),
                Integer.MAX_VALUE,
                new EndOptions(false, LONG, List.of(), Duration.ofSeconds(30))));
        return buffer;
    }

    private void refresh() {
        context.registerBean(BufferLifecycle.class, () -> new BufferLifecycle(registry, List.of(), LONG));
        refreshWithoutBuffers();
    }

    private void refreshWithoutBuffers() {
        context.registerBean(EarlyBufferLifecycle.class, () -> new EarlyBufferLifecycle(registry));
        ListenerLifecycle lifecycle = new ListenerLifecycle(listeners, context);
        context.registerBean(ListenerLifecycle.class, () -> lifecycle);
        context.registerBean(LateListenerLifecycle.class, () -> new LateListenerLifecycle(listeners));
        context.refresh();
    }

    private BufferListenerContainer register(ListenerSpec.Builder spec, ElementHandler<Integer> handler) {
        return listeners.register(spec.build(), handler);
    }

    // ---- Rule 13 ----

    @Test
    void containersStartAtTheEndOfTheRefreshUnlessTheyAreStartedByHand() {
        numbers(1, 2);
        BufferListenerContainer manual =
                register(ListenerSpec.builder("manual", "numbers").start(ListenerStart.MANUAL), handled::add);
        BufferListenerContainer container = register(spec(), handled::add);
        assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
        refresh();
        assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
        assertThat(manual.state()).isEqualTo(ListenerState.STOPPED);
        awaitHandled(1, 2);
    }

    @Test
    void aContainerThatIsRegisteredLaterStartsAtOnce() {
        numbers(1);
        refresh();
        register(spec(), handled::add);
        awaitHandled(1);
    }

    @Test
    void theTimeToStopBeginsAnewWhenTheContextStopsAgain() {
        refresh();
        context.stop();
        context.start();
        long before = System.nanoTime();
        context.stop();
        Duration sinceStop = listeners.sinceStop();
        assertThat(sinceStop).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - before));
    }

    @Test
    void aPausedContextStopsTheListenersAndRestartsThoseThatRan() {
        BlockBuffer<Integer> buffer = numbers();
        BufferListenerContainer idle =
                register(ListenerSpec.builder("idle", "numbers").start(ListenerStart.MANUAL), handled::add);
        BufferListenerContainer container = register(spec(), handled::add);
        refreshWithoutBuffers();
        context.pause();
        assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
        buffer.offer(1);
        context.restart();
        awaitHandled(1);
        assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
        assertThat(idle.state()).isEqualTo(ListenerState.STOPPED);
    }

    @Test
    void aPausedContextStopsTheListenersThatSupplyOthersFirst() {
        BlockBuffer<Integer> rows = add("rows", new BlockBuffer<>(1));
        numbers(1, 2, 3, 4, 5);
        List<Integer> stored = new CopyOnWriteArrayList<>();
        register(ListenerSpec.builder("store", "rows").stopTimeout(LONG), element -> {
            this.handleWhenReleased(element);
            return stored.add(element);
        });
        register(spec().sendTo("rows").stopTimeout(LONG), element -> element);
        refreshWithoutBuffers();
        await("the first listener to wait for room").until(() -> rows.stats().writersWaiting() == 1);
        Thread stopping = new Thread(context::pause);
        stopping.start();
        await("the first listener to stop").until(() -> state() == ListenerState.STOPPING);
        release.countDown();
        await("the context to stop").until(() -> !stopping.isAlive());
        assertThat(state()).isEqualTo(ListenerState.STOPPED);
        context.restart();
        await("all to be stored").until(() -> stored.size() == 5);
        assertThat(stored).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aShutdownWaitsForWhatAPausedListenerStillHandles() {
        List<Integer> results = new CopyOnWriteArrayList<>();
        add("target", new BlockBuffer<>(9));
        numbers(1);
        register(ListenerSpec.builder("last", "target"), results::add);
        BufferListenerContainer container =
                register(spec().sendTo("target").<Integer>orderedBy(number -> number), element -> {
                    this.handleWhenReleased(element);
                    return element;
                });
        refresh();
        awaitEntered(1);
        container.pause();
        Thread closing = new Thread(context::close);
        closing.start();
        await("the buffers to end").until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        await("the context to close").until(() -> !closing.isAlive());
        assertThat(results).containsExactly(1);
    }

    // ---- Rule 5 ----

    @Test
    void aShutdownHandlesWhatIsInTheBuffer() {
        BlockBuffer<Integer> buffer = numbers(IntStream.range(0, 5_000).toArray());
        register(spec().concurrency(2), handled::add);
        refresh();
        context.close();
        assertThat(handled).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    void aListenerThatStopsWithWhatItHasTakenLeavesTheRestWhichIsReported(CapturedOutput output) {
        numbers(1, 2, 3);
        register(spec().stop(ListenerStop.CURRENT), this::handleWhenReleased);
        refresh();
        awaitEntered(1);
        Thread closing = new Thread(context::close);
        closing.start();
        await("the stop to begin").until(() -> state() == ListenerState.STOPPING);
        release.countDown();
        await("the context to close").until(() -> !closing.isAlive());
        assertThat(handled).containsExactly(1);
        assertThat(output).contains("Buffer 'numbers' was closed with 2 elements left unread");
    }

    private ListenerState state() {
        return Objects.requireNonNull(listeners.get("count")).state();
    }

    @Test
    void elementsPassThroughAllListeners() {
        List<Integer> results = new CopyOnWriteArrayList<>();
        add("results", new BlockBuffer<>(2));
        add("rows", new BlockBuffer<>(1));
        numbers(IntStream.range(0, 2_000).toArray());
        register(ListenerSpec.builder("last", "results"), results::add);
        register(ListenerSpec.builder("second", "rows").sendTo("results").concurrency(2), element -> element);
        register(spec().sendTo("rows").concurrency(2), element -> List.of(element, -element));
        refresh();
        context.close();
        assertThat(results).hasSize(4_000);
        assertThat(sum(results)).isZero();
    }

    @Test
    void buffersInACycleEndTogether() {
        BlockBuffer<Integer> buffer = numbers(5);
        BlockBuffer<Integer> back = add("back", new BlockBuffer<>(9));
        register(spec().sendTo("back"), element -> {
            handled.add(element);
            return element == 0 ? null : element - 1;
        });
        register(ListenerSpec.builder("again", "back").sendTo("numbers"), element -> element);
        refresh();
        context.close();
        assertThat(handled).containsExactly(5, 4, 3, 2, 1, 0);
        assertThat(List.of(buffer.state(), back.state())).containsOnly(BufferState.DRAINED);
    }

    @Test
    void deadLettersAreHandledToo() {
        List<Integer> dead = new CopyOnWriteArrayList<>();
        add("letters", new BlockBuffer<>(999));
        numbers(IntStream.range(0, 500).toArray());
        listeners.register(
                ListenerSpec.builder("bury", "letters").build(),
                (DeadLetter<Integer> letter) -> dead.add(letter.element()));
        register(spec().retry(NO_RETRY).deadLetter("letters"), element -> {
            if (element % 50 == 0) {
                throw new IllegalStateException("broken on purpose");
            }
            return handled.add(element);
        });
        refresh();
        context.close();
        assertThat(handled).hasSize(490);
        assertThat(dead).hasSize(10);
    }

    // ---- Rule 3, at a shutdown ----

    @Test
    void aPausedListenerIsNotWaitedForAndWhatIsInItsBufferIsReported(CapturedOutput output) {
        BlockBuffer<Integer> buffer = numbers(1);
        BufferListenerContainer container = register(spec(), handled::add);
        refresh();
        awaitHandled(1);
        container.pause();
        awaitState(container, ListenerState.PAUSED);
        buffer.offer(2);
        context.close();
        assertThat(output).contains("Buffer 'numbers' was closed with 1 elements left unread");
    }

    @Test
    void aListenerThatWasNeverStartedIsNotWaitedFor(CapturedOutput output) {
        numbers(1, 2);
        register(spec().start(ListenerStart.MANUAL), handled::add);
        refresh();
        context.close();
        assertThat(output).contains("Buffer 'numbers' was closed with 2 elements left unread");
    }

    @Test
    void aListenerThatHasFailedIsNotWaitedFor(CapturedOutput output) {
        numbers(1, 2);
        BufferListenerContainer container = register(spec(), element -> {
            throw new NoClassDefFoundError("broken on purpose");
        });
        refresh();
        awaitState(container, ListenerState.FAILED);
        context.close();
        assertThat(output).contains("Buffer 'numbers' was closed with 2 elements left unread");
    }

    // ---- Rule 4, at a shutdown ----

    @Test
    void aShutdownEndsWaitsForTheNextTry() {
        numbers(1, 2, 3);
        register(spec().retry(LONG_RETRY), element -> {
            entered.incrementAndGet();
            throw new IllegalStateException("broken on purpose");
        });
        refresh();
        await("the wait for the next try").until(() -> observer.retries.get() == 1);
        context.close();
        assertThat(observer.failures()).isEqualTo(Map.of(Outcome.DISCARDED, 3));
        assertThat(entered).as("two tries each").hasValue(6);
    }

    @Test
    void aThreadThatHangsIsInterruptedAfterItsTime(CapturedOutput output) {
        registry.register(new BufferEntry(
                "numbers",
                new BlockBuffer<>(9),
                null,
                Map.of(),
                9,
                new EndOptions(false, Duration.ofMillis(100), List.of(), Duration.ofSeconds(30))));
        register(spec().stopTimeout(Duration.ZERO), this::handleWhenReleased);
        @SuppressWarnings("unchecked")
        Buffer<Integer> buffer = (Buffer<Integer>) registry.get("numbers").buffer();
        buffer.offer(1);
        refresh();
        awaitEntered(1);
        context.close();
        assertThat(output)
                .contains("Buffer 'numbers' was closed with 1 elements still being processed by listener 'count'")
                .contains("Listener 'count' has not finished in time; interrupted threads: count-1");
        await("the thread to end").until(() -> state() == ListenerState.STOPPED);
        assertThat(output).as("reported twice").doesNotContain("loses 1 elements");
    }
}
