package io.github.buffer4j.spring.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A master, a replica, and a sentinel that promotes the replica when the master is gone. */
final class RedisSentinel implements AutoCloseable {

    static final String MASTER = "buffers";

    private final RedisServer master;
    private final RedisServer replica;
    private final RedisServer sentinel;
    private final Path configuration;

    private RedisSentinel() throws IOException {
        master = RedisServer.start();
        replica = RedisServer.start("--replicaof", "127.0.0.1 " + master.port());
        await("the replica to follow")
                .until(() -> master.ask("INFO", "replication").contains("state=online"));
        configuration = Files.createTempFile("sentinel", ".conf");
        Files.write(
                configuration,
                List.of(
                        "sentinel monitor %s 127.0.0.1 %d 1".formatted(MASTER, master.port()),
                        "sentinel down-after-milliseconds %s 500".formatted(MASTER),
                        "sentinel failover-timeout %s 3000".formatted(MASTER)));
        sentinel = RedisServer.sentinel(configuration);
        await("the sentinel to know the replica")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sentinel.ask("SENTINEL", "REPLICAS", MASTER).contains(String.valueOf(replica.port())));
    }

    static RedisSentinel start() throws IOException {
        return new RedisSentinel();
    }

    RedisServer master() {
        return master;
    }

    RedisServer replica() {
        return replica;
    }

    /** Returns the port of the server that the sentinel takes for the master. */
    int masterPort() {
        return Integer.parseInt(sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER)
                .lines()
                .toList()
                .get(1));
    }

    LettuceConnectionFactory connect() {
        return RedisServer.started(new LettuceConnectionFactory(
                new RedisSentinelConfiguration().master(MASTER).sentinel("127.0.0.1", sentinel.port())));
    }

    @Override
    public void close() {
        sentinel.close();
        replica.close();
        master.close();
        configuration.toFile().deleteOnExit();
    }
}
