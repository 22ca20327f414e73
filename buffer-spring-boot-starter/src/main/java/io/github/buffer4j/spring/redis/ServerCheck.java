package io.github.buffer4j.spring.redis;

import java.util.Objects;
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
            Properties memory = info(connection, "memory");
            String policy = value(memory, "maxmemory_policy");
            if (policy != null && !policy.equals("noeviction") && !"0".equals(value(memory, "maxmemory"))) {
                LOGGER.warn("The Redis server may evict buffers when its memory is full: its maxmemory-policy is "
                        + policy + ". Set it to noeviction");
            }
            if ("0".equals(value(info(connection, "persistence"), "aof_enabled"))) {
                LOGGER.info("The Redis server has no append-only file: when it restarts, the elements in its buffers"
                        + " are lost. Set appendonly to yes");
            }
        } catch (DataAccessException e) {
            LOGGER.debug("The settings of the Redis server are not known", e);
        }
    }

    private static Properties info(RedisConnection connection, String section) {
        return Objects.requireNonNullElseGet(connection.serverCommands().info(section), Properties::new);
    }

    /* A cluster has the names of its nodes before each key: one node stands for all. */
    private static @Nullable String value(Properties info, String key) {
        return info.stringPropertyNames().stream()
                .filter(name -> name.equals(key) || name.endsWith("." + key))
                .sorted()
                .map(info::getProperty)
                .findFirst()
                .orElse(null);
    }
}
