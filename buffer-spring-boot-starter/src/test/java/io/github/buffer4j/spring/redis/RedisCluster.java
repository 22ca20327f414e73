package io.github.buffer4j.spring.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A cluster of three masters without replicas. */
final class RedisCluster implements AutoCloseable {

    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster(List<String> options) throws IOException {
        for (int i = 0; i < 3; i++) {
            List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
            all.addAll(List.of("--cluster-port", String.valueOf(RedisServer.freePort())));
            all.addAll(options);
            nodes.add(RedisServer.start(all.toArray(String[]::new)));
        }
        List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
        create.addAll(addresses());
        create.add("--cluster-yes");
        String output = RedisServer.run(create);
        if (!output.contains("All 16384 slots covered")) {
            throw new IOException(output);
        }
        await("all nodes to see the whole cluster")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> nodes.stream().allMatch(RedisCluster::isComplete));
    }

    /** Starts a cluster whose nodes have these options, too. */
    static RedisCluster start(String... options) throws IOException {
        return new RedisCluster(List.of(options));
    }

    private static boolean isComplete(RedisServer node) {
        String info = node.ask("CLUSTER", "INFO");
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
    }

    List<String> addresses() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).toList();
    }

    List<RedisServer> nodes() {
        return nodes;
    }

    LettuceConnectionFactory connect() {
        return RedisServer.started(new LettuceConnectionFactory(new RedisClusterConfiguration(addresses())));
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
