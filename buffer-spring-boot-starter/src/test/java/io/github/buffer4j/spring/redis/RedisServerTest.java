package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The servers that the other tests use. */
@NeedsRedis
class RedisServerTest {

    @Test
    void theSharedServerAnswersAndCounts() {
        RedisServer server = RedisServer.shared();
        long before = server.calls().getOrDefault("echo", 0L);
        assertThat(server.ask("ECHO", "a")).isEqualTo("a\n");
        assertThat(server.calls()).containsEntry("echo", before + 1);
        LettuceConnectionFactory factory = server.connect();
        try (RedisConnection connection = factory.getConnection()) {
            assertThat(connection.ping()).isEqualTo("PONG");
        } finally {
            factory.destroy();
        }
    }

    @Test
    void aDurableServerKeepsItsDataAcrossACrash() throws Exception {
        try (RedisServer server = RedisServer.durable()) {
            int port = server.port();
            server.ask("SET", "a", "1");
            server.kill();
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.ask("GET", "a")).isEqualTo("1\n");
        }
    }

    @Test
    void aServerInMemoryLosesItsData() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            server.ask("SET", "a", "1");
            server.stop();
            server.restart();
            assertThat(server.ask("GET", "a")).isEqualTo("\n");
        }
    }

    @Test
    void aServerThatIsPausedAnswersLater() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            server.pause();
            Thread asking = new Thread(() -> server.ask("SET", "a", "1"));
            asking.start();
            await("the thread to wait for its answer").until(() -> asking.isAlive());
            server.resume();
            asking.join();
            assertThat(server.ask("GET", "a")).isEqualTo("1\n");
        }
    }

    @Test
    void aSentinelPromotesTheReplica() throws Exception {
        try (RedisSentinel servers = RedisSentinel.start()) {
            LettuceConnectionFactory factory = servers.connect();
            try {
                StringRedisTemplate template = new StringRedisTemplate(factory);
                template.opsForValue().set("a", "1");
                await("the replica to have it").until(() -> servers.replica().ask("GET", "a"), "1\n"::equals);
                assertThat(servers.masterPort()).isEqualTo(servers.master().port());
                servers.master().kill();
                await("the replica to be the master")
                        .until(() -> servers.masterPort() == servers.replica().port());
            } finally {
                factory.destroy();
            }
        }
    }

    @Test
    void aClusterSpreadsKeysOverItsNodes() throws Exception {
        try (RedisCluster cluster = RedisCluster.start()) {
            LettuceConnectionFactory factory = cluster.connect();
            try {
                StringRedisTemplate template = new StringRedisTemplate(factory);
                for (int i = 0; i < 50; i++) {
                    template.opsForValue().set("key " + i, "1");
                }
                assertThat(cluster.nodes()).noneMatch(node -> node.ask("DBSIZE").equals("0\n"));
            } finally {
                factory.destroy();
            }
        }
    }
}
