package io.github.buffer4j.spring.redis;

import java.util.Properties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Logs settings of a server with which it may lose elements. */
final class ServerCheck {

    private static final Log LOGGER = LogFactory.getLog(RedisBuffers.class);

    private ServerCheck() {}

    static void run(RedisConnectionFactory factory) {
        try (RedisConnection connection = factory.getConnection()) {
            String policy = value(connection, "memory", "maxmemory_policy");
            String limit = value(connection, "memory", "maxmemory");
            if (policy != null && !policy.equals("noeviction") && !"0".equals(limit)) {
                LOGGER.warn("The Redis server may evict buffers when its memory is full: its maxmemory-policy is "
                        + policy + ". Set it to noeviction");
            }
            if ("0".equals(value(connection, "persistence", "aof_enabled"))) {
                LOGGER.info("The Redis server has no append-only file: when it restarts, the elements in its buffers"
                        + " are lost. Set appendonly to yes");
            }
        } catch (DataAccessException | UnsupportedOperationException e) {
            LOGGER.debug("The settings of the Redis server are not known", e);
        }
    }

    /* A cluster has the names of its nodes before each key: one node stands for all. */
    private static @Nullable String value(RedisConnection connection, String section, String key) {
        Properties info = connection.serverCommands().info(section);
        return info == null
                ? null
                : info.stringPropertyNames().stream()
                        .filter(name -> name.equals(key) || name.endsWith("." + key))
                        .sorted()
                        .map(info::getProperty)
                        .findFirst()
                        .orElse(null);
    }
}
