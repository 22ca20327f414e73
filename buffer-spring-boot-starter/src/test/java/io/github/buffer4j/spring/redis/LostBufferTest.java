package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** A server that loses the contents of a buffer is noticed at both ends, by threads that wait too. */
@NeedsRedis
@Timeout(120)
class LostBufferTest {

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int THREADS = 4;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RedisServer server;
    private LettuceConnectionFactory connections;
    private RedisBuffers buffers;
    private RedisBuffer<String> empty;
    private RedisBuffer<String> full;

    @BeforeEach
    void start() throws Exception {
        server = RedisServer.start("--appendonly", "no");
        connections = server.connect();
        buffers = new RedisBuffers(connections);
        buffers.start();
        empty = buffer("empty");
        full = buffer("full");
        full.add("a");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        buffers.stop();
        connections.destroy();
        server.close();
    }

    private RedisBuffer<String> buffer(String name) {
        return buffers.builder(name, RedisSerializer.string()).safetyLook(LOOK).block(1);
    }

    @Test
    void allThreadsThatWaitLearnThatTheServerWasFlushed() throws Exception {
        List<Future<String>> waiting = startWaiting();
        server.ask("FLUSHALL");
        assertThatAllLearnOfTheLoss(waiting, LOOK.multipliedBy(2));
        assertThatANewClientHasANewBuffer();
    }

    @Test
    void allThreadsThatWaitLearnThatTheServerWasRestartedWithoutItsData() throws Exception {
        List<Future<String>> waiting = startWaiting();
        server.kill();
        restart();
        assertThatAllLearnOfTheLoss(waiting, Duration.ofSeconds(30));
        assertThatANewClientHasANewBuffer();
    }

    @Test
    void nextCallsFailOnceTheServerWasFlushed() {
        String generation = full.generation();
        server.ask("FLUSHALL");
        assertThatExceptionOfType(BufferLostException.class)
                .isThrownBy(() -> full.offer("b"))
                .withMessageContaining(generation);
        assertThatExceptionOfType(BufferLostException.class).isThrownBy(full::next);
        assertThatExceptionOfType(BufferLostException.class).isThrownBy(() -> empty.poll());
        assertThatExceptionOfType(BufferLostException.class).isThrownBy(() -> empty.lease(1, Duration.ZERO, List.of()));
        assertThatANewClientHasANewBuffer();
    }

    private List<Future<String>> startWaiting() {
        List<Future<String>> waiting = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            waiting.add(threads.submit(() -> empty.next()));
            waiting.add(threads.submit(addition()));
        }
        await().until(() -> empty.clientStats().readersWaiting(), number -> number == THREADS);
        await().until(() -> full.clientStats().writersWaiting(), number -> number == THREADS);
        return waiting;
    }

    private Callable<String> addition() {
        return () -> {
            full.add("b");
            return "b";
        };
    }

    private void assertThatAllLearnOfTheLoss(List<Future<String>> waiting, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (Future<String> thread : waiting) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> thread.get(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                    .withCauseInstanceOf(BufferLostException.class);
        }
        assertThat(empty.clientStats().lost()).isTrue();
        assertThat(full.clientStats().lost()).isTrue();
    }

    private void assertThatANewClientHasANewBuffer() {
        RedisBuffer<String> anew = buffer("full");
        assertThat(anew.generation()).isNotEqualTo(full.generation());
        assertThat(anew.offer("c")).isTrue();
        assertThatExceptionOfType(BufferLostException.class).isThrownBy(full::next);
        assertThat(anew.poll()).isEqualTo("c");
    }

    private void restart() {
        try {
            server.restart();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
