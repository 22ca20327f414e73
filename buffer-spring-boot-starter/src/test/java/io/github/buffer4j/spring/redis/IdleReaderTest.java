package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** What a reader costs the server: one command for each element, and one for each safety look while it waits. */
@NeedsRedis
@Timeout(120)
class IdleReaderTest {

    private static final int ELEMENTS = 50;

    @Test
    void oneLookInAMoment() throws Exception {
        assertThatScriptsRun(Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    @Tag("evidence")
    @Test
    void oneLookInFiveSeconds() throws Exception {
        assertThatScriptsRun(Duration.ofSeconds(5), Duration.ofSeconds(21));
    }

    @Test
    void noneWithoutSafetyLooks() throws Exception {
        assertThatScriptsRun(Duration.ZERO, Duration.ofSeconds(1));
    }

    /* It waits for the next one at once, because it knows that it has left nothing. */
    @Test
    void oneCommandForEachElementThatItIsTooFastFor() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            LettuceConnectionFactory connections = server.connect();
            RedisBuffers buffers = new RedisBuffers(connections);
            try {
                RedisBuffer<String> buffer = buffers.builder("orders", RedisSerializer.string())
                        .safetyLook(Duration.ZERO)
                        .block(16);
                AtomicInteger received = new AtomicInteger();
                CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                    while (next(buffer) != null) {
                        received.incrementAndGet();
                    }
                });
                await().until(() -> buffer.clientStats().readersWaiting() == 1);
                writeAndAwait(buffer, received); // the first one loads the script
                long before = scripts(server.calls());
                for (int i = 0; i < ELEMENTS; i++) {
                    writeAndAwait(buffer, received);
                }
                assertThat(scripts(server.calls()) - before)
                        .as("a write and a read for each element")
                        .isEqualTo(2 * ELEMENTS);
                buffer.closeWrite();
                reader.get();
            } finally {
                buffers.stop();
                connections.destroy();
            }
        }
    }

    private static void writeAndAwait(RedisBuffer<String> buffer, AtomicInteger received) throws InterruptedException {
        int before = received.get();
        buffer.add("a");
        await().until(() -> received.get() > before && buffer.clientStats().readersWaiting() == 1);
    }

    private static void assertThatScriptsRun(Duration look, Duration time) throws Exception {
        try (RedisServer server = RedisServer.start()) {
            LettuceConnectionFactory connections = server.connect();
            RedisBuffers buffers = new RedisBuffers(connections);
            try {
                RedisBuffer<String> buffer = buffers.builder("orders", RedisSerializer.string())
                        .safetyLook(look)
                        .block(16);
                CompletableFuture<@Nullable String> reader = CompletableFuture.supplyAsync(() -> next(buffer));
                CompletableFuture<@Nullable String> second = CompletableFuture.supplyAsync(() -> next(buffer));
                await().until(() -> buffer.clientStats().readersWaiting(), number -> number == 2);
                long begin = System.nanoTime();
                Map<String, Long> before = server.calls();
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
                Map<String, Long> after = server.calls();
                long took = System.nanoTime() - begin;
                long scripts = scripts(after) - scripts(before);
                System.out.printf("%d scripts in %s with a look in %s: %s -> %s%n", scripts, time, look, before, after);
                if (look.isZero()) {
                    assertThat(scripts).isZero();
                } else {
                    assertThat(scripts).isBetween(1L, took / look.toNanos() + 1);
                }
                assertThat(buffer.clientStats().usefulSafetyLooks()).isZero();
                buffer.add("a");
                buffer.add("b");
                assertThat(reader.get() + second.get()).isIn("ab", "ba");
            } finally {
                buffers.stop();
                connections.destroy();
            }
        }
    }

    private static long scripts(Map<String, Long> calls) {
        return calls(calls, "evalsha") + calls(calls, "eval");
    }

    private static long calls(Map<String, Long> calls, String name) {
        return calls.getOrDefault(name, 0L);
    }

    private static @Nullable String next(RedisBuffer<String> buffer) {
        try {
            return buffer.next();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
