package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Calls wait while a server refuses to change its data, and then do what they do otherwise. */
@NeedsRedis
@Timeout(120)
class RefusingServerTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RedisServer server;
    private LettuceConnectionFactory connections;
    private RedisBuffers buffers;
    private RedisBuffer<String> buffer;

    @BeforeEach
    void start() throws IOException {
        server = RedisServer.start();
        connections = server.connect();
        buffers = new RedisBuffers(connections);
        buffers.start();
        buffer = buffers.builder("orders", RedisSerializer.string()).block(8);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        buffers.stop();
        connections.destroy();
        server.close();
    }

    @Test
    void callsWaitForReplicas() throws Exception {
        buffer.add("a");
        callsWait("NOREPLICAS", () -> set("min-replicas-to-write", "1"), () -> set("min-replicas-to-write", "0"));
    }

    @Test
    void callsWaitWhileTheServerCannotSave() throws Exception {
        buffer.add("a");
        Files.createDirectory(
                Path.of(server.ask("CONFIG", "GET", "dir").lines().toList().get(1), "dump.rdb"));
        set("save", "3600 1000000");
        server.ask("BGSAVE");
        await("the snapshot to fail")
                .until(() -> server.ask("INFO", "persistence").contains("rdb_last_bgsave_status:err"));
        callsWait(
                "MISCONF",
                () -> set("stop-writes-on-bgsave-error", "yes"),
                () -> set("stop-writes-on-bgsave-error", "no"));
    }

    private void set(String option, String value) {
        assertThat(server.ask("CONFIG", "SET", option, value)).isEqualTo("OK\n");
    }

    private void callsWait(String error, Runnable refuse, Runnable allow) throws Exception {
        boolean accepted = whileRefused(error, refuse, allow, () -> buffer.offer("b"));
        assertThat(accepted).isTrue();
        assertThat(buffer.snapshot()).containsExactly("a", "b");
        String polled = whileRefused(error, refuse, allow, buffer::poll);
        assertThat(polled).isEqualTo("a");
        assertThat(buffer.snapshot()).containsExactly("b");
        assertThat(buffer.stats().written()).isEqualTo(2);
        assertThat(buffer.stats().read()).isEqualTo(1);
    }

    /* Starts a call, and lets it be executed once it was refused twice. */
    private <T> T whileRefused(String error, Runnable refuse, Runnable allow, Callable<T> call) throws Exception {
        refuse.run();
        long before = refusals(error);
        Future<T> result = threads.submit(call);
        await("the call to be tried again").until(() -> result.isDone() || refusals(error) >= before + 2);
        assertThat(result).isNotDone();
        allow.run();
        return result.get(60, TimeUnit.SECONDS);
    }

    private long refusals(String error) {
        return Pattern.compile("errorstat_" + error + ":count=(\\d+)")
                .matcher(server.ask("INFO", "errorstats"))
                .results()
                .mapToLong(count -> Long.parseLong(count.group(1)))
                .sum();
    }
}
