package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** A reader that waits costs the server one command in the time of a safety look. */
@NeedsRedis
@Timeout(120)
class IdleReaderTest {

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

    private static void assertThatScriptsRun(Duration look, Duration time) throws Exception {
        try (RedisServer server = RedisServer.start()) {
            LettuceConnectionFactory connections = server.connect();
            RedisBuffers buffers = new RedisBuffers(connections);
            try {
                RedisBuffer<String> buffer = buffers.builder("orders", RedisSerializer.string())
                        .safetyLook(look)
                        .block(16);
                CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> next(buffer));
                CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> next(buffer));
                await().until(() -> buffer.clientStats().readersWaiting(), number -> number == 2);
                long begin = System.nanoTime();
                Map<String, Long> before = server.calls();
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
                Map<String, Long> after = server.calls();
                long took = System.nanoTime() - begin;
                long scripts = calls(after, "evalsha")
                        + calls(after, "eval")
                        - calls(before, "evalsha")
                        - calls(before, "eval");
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

    private static long calls(Map<String, Long> calls, String name) {
        return calls.getOrDefault(name, 0L);
    }

    private static String next(RedisBuffer<String> buffer) {
        try {
            return String.valueOf(buffer.next());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
