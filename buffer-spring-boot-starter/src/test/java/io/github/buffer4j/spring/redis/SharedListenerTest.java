package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ElementHandler;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.GenericToStringSerializer;

/** Listeners of a buffer on a server, with two clients in one JVM. */
@NeedsRedis
@Timeout(60)
class SharedListenerTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final String name = UUID.randomUUID().toString();
    private final LettuceConnectionFactory factory = RedisServer.shared().connect();
    private final RedisBuffers one = new RedisBuffers(factory);
    private final RedisBuffers other = new RedisBuffers(factory);
    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<BufferListenerContainer> containers = new CopyOnWriteArrayList<>();

    SharedListenerTest() {
        one.start();
        other.start();
    }

    @AfterEach
    void close() {
        release.countDown();
        containers.forEach(container -> container.stop(Duration.ofSeconds(10)));
        one.stop();
        other.stop();
        factory.destroy();
    }

    private RedisBuffer<Integer> numbers(RedisBuffers buffers, Duration lease) {
        return buffers.builder(name, new GenericToStringSerializer<>(Integer.class))
                .lease(lease)
                .block(100);
    }

    private BufferListenerContainer start(RedisBuffer<Integer> buffer, ElementHandler<Integer> handler) {
        BufferRegistry registry = new BufferRegistry(List.of());
        registry.register(new BufferEntry(name, buffer));
        BufferListeners listeners =
                new BufferListeners(registry, spec -> ListenerObserver.NONE, (container, state) -> {});
        ListenerSpec spec = ListenerSpec.builder("count", name).concurrency(2).build();
        BufferListenerContainer container = listeners.register(spec, handler);
        containers.add(container);
        container.start();
        return container;
    }

    private Object handleWhenReleased(int element) throws InterruptedException {
        entered.countDown();
        release.await();
        return handled.add(element);
    }

    @Test
    void aListenerHandlesEachElementOnceUntilTheEndOfTheStream() throws InterruptedException {
        RedisBuffer<Integer> buffer = numbers(one, LONG);
        BufferListenerContainer container = start(numbers(other, LONG), handled::add);
        buffer.write(IntStream.range(0, 500).boxed().toArray(Integer[]::new));
        buffer.closeWrite();
        await("the end of the stream").until(() -> container.state() == ListenerState.STOPPED);
        assertThat(handled).hasSize(500).doesNotHaveDuplicates();
        assertThat(buffer.state().isTerminal()).isTrue();
        assertThat(container.failure()).isNull();
    }

    @Test
    void aPauseAcknowledgesWhatWasHandled() throws InterruptedException {
        RedisBuffer<Integer> buffer = numbers(one, LONG);
        buffer.add(1);
        BufferListenerContainer container = start(buffer, this::handleWhenReleased);
        entered.await();
        container.pause();
        assertThat(buffer.clientStats().leases()).isEqualTo(1);
        release.countDown();
        await("the pause").until(() -> container.state() == ListenerState.PAUSED);
        assertThat(handled).containsExactly(1);
        buffer.closeWrite();
        assertThat(buffer.state().isTerminal()).as("nothing is leased").isTrue();
    }

    @Test
    void aListenerThatIsForcedToStopGivesBackWhatItHas() throws InterruptedException {
        RedisBuffer<Integer> buffer = numbers(one, LONG);
        buffer.add(1);
        BufferListenerContainer container = start(buffer, this::handleWhenReleased);
        entered.await();
        assertThat(container.stop(Duration.ZERO)).isFalse();
        await("the stop").until(() -> container.state() == ListenerState.STOPPED);
        assertThat(buffer.snapshot()).containsExactly(1);
        assertThat(handled).isEmpty();
    }

    @Test
    void whatAClientHadComesToAnotherOneWhenItsLeaseEnds() throws InterruptedException {
        RedisBuffer<Integer> buffer = numbers(one, SHORT);
        buffer.add(1);
        start(buffer, this::handleWhenReleased);
        entered.await();
        buffer.detach();
        RedisBuffer<Integer> others = numbers(other, SHORT);
        start(others, handled::add);
        await("the element").until(() -> handled.equals(List.of(1)));
        assertThat(others.clientStats().redelivered()).isEqualTo(1);
    }

    @Test
    void aLeaseIsRenewedWhileItsElementIsHandled() throws InterruptedException {
        RedisBuffer<Integer> buffer = numbers(one, SHORT);
        buffer.add(1);
        BufferListenerContainer container = start(buffer, this::handleWhenReleased);
        entered.await();
        RedisBuffer<Integer> others = numbers(other, SHORT);
        assertThat(others.poll(SHORT.multipliedBy(5)))
                .as("much longer than the lease")
                .isNull();
        release.countDown();
        await("the element").until(() -> handled.equals(List.of(1)));
        buffer.closeWrite();
        await("the end of the stream").until(() -> container.state() == ListenerState.STOPPED);
        assertThat(handled).containsExactly(1);
    }
}
