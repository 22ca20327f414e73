package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The start warns of a server that may lose elements, and of no other one. */
@NeedsRedis
@ExtendWith(OutputCaptureExtension.class)
class ServerCheckTest {

    private static final String EVICTS = "its maxmemory-policy is allkeys-lru. Set it to noeviction";
    private static final String FORGETS = "The Redis server has no append-only file";

    private static void check(String... options) throws IOException {
        try (RedisServer server = RedisServer.start(options)) {
            check(server.connect());
        }
    }

    private static void check(LettuceConnectionFactory connections) {
        try {
            ServerCheck.run(connections);
        } finally {
            connections.destroy();
        }
    }

    @Test
    void aServerMayEvictBuffers(CapturedOutput output) throws Exception {
        check("--appendonly", "yes", "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        assertThat(output).contains(EVICTS).doesNotContain(FORGETS);
    }

    @Test
    void aServerWithoutALimitOfItsMemoryEvictsNothing(CapturedOutput output) throws Exception {
        check("--appendonly", "yes", "--maxmemory", "0", "--maxmemory-policy", "allkeys-lru");
        assertThat(output).doesNotContain(EVICTS, FORGETS);
    }

    @Test
    void aServerForgetsWhenItRestarts(CapturedOutput output) throws Exception {
        check("--maxmemory", "100mb", "--maxmemory-policy", "noeviction");
        assertThat(output).contains(FORGETS).doesNotContain("maxmemory-policy");
    }

    @Test
    void aClusterIsJudgedByOneOfItsNodes(CapturedOutput output) throws Exception {
        try (RedisCluster cluster = RedisCluster.start()) {
            check(cluster.connect());
        }
        assertThat(output).contains(FORGETS);
    }
}
