package io.github.buffer4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits again and again for what a listener does at the same time. A test that misses one does not end. */
class MissedSignalTest extends TesterFixture {

    private static final int ROUNDS = 3_000;

    static Stream<Named<ListenerSpec.Builder>> specs() {
        return Stream.of(
                Named.of("one thread", ship()),
                Named.of("four threads", ship().concurrency(4)),
                Named.of("by key", ship().concurrency(2).<String>orderedBy(order -> order)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void noSignalOfAListenerIsMissed(ListenerSpec.Builder spec) throws Exception {
        awaitInRounds(start(spec, order -> handled.incrementAndGet()));
    }

    @Test
    void noSignalOfAListenerOfBatchesIsMissed() throws Exception {
        BufferListenerContainer container = listeners.registerBatch(
                ship().batch(10, Duration.ZERO).build(), batch -> handled.addAndGet(batch.size()));
        container.start();
        awaitInRounds(container);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void noSignalOfVirtualThreadsIsMissed() throws Exception {
        awaitInRounds(start(ship().virtualThreads(true).concurrency(2), order -> handled.incrementAndGet()));
    }

    private void awaitInRounds(BufferListenerContainer container) throws InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            orders.add("a");
            tester.awaitDrained("orders", LONG);
            assertThat(handled).hasValue(2 * round - 1);
            orders.add("b");
            tester.awaitHandled(container.spec().id(), 2L * round, LONG);
            assertThat(handled).hasValue(2 * round);
        }
    }

    @Test
    void noSignalOfALoopIsMissed() throws Exception {
        run(() -> {
            orders.forEach(order -> handled.incrementAndGet());
        });
        for (int round = 1; round <= ROUNDS; round++) {
            orders.add("a");
            tester.awaitDrained("orders", LONG);
            assertThat(handled).hasValue(round);
        }
    }

    @Test
    void noSignalOfAPauseIsMissed() throws Exception {
        start(ship().concurrency(2), order -> handled.incrementAndGet());
        for (int round = 1; round <= ROUNDS / 10; round++) {
            orders.add("a");
            tester.pause("ship", LONG);
            assertThat(handled.get() + orders.size()).isEqualTo(round);
            orders.reset();
            assertThat(orders.awaitIdle(Duration.ZERO)).as("idle once paused").isTrue();
            handled.set(round);
            tester.resume("ship");
            tester.awaitDrained("orders", LONG);
        }
    }
}
