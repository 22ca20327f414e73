package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.redis.RedisBuffers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Auto-configuration for buffers that several applications share through the server of {@code spring.data.redis}. */
@AutoConfiguration(
        after = BufferAutoConfiguration.class,
        afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnBean(SharedBufferFactory.class)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
@ImportRuntimeHints(BufferRedisAutoConfiguration.Hints.class)
public final class BufferRedisAutoConfiguration {

    BufferRedisAutoConfiguration() {}

    @Bean(destroyMethod = "stop")
    @ConditionalOnMissingBean
    RedisBuffers redisBuffers(ObjectProvider<RedisConnectionFactory> connectionFactories, BufferInstances instances) {
        BufferDeclaration shared = instances
                .declared()
                .filter(declared -> declared.properties().onServer())
                .findFirst()
                .orElseGet(instances::defaults);
        List<RedisConnectionFactory> all = connectionFactories.stream().toList();
        RedisConnectionFactory factory = connectionFactories.getIfUnique();
        if (factory == null) {
            throw shared.invalid(
                    BufferKeys.BACKEND,
                    all.isEmpty()
                            ? "there is no RedisConnectionFactory bean"
                            : "there are " + all.size() + " RedisConnectionFactory beans, and none is primary",
                    all.isEmpty()
                            ? "Add the dependency org.springframework.boot:spring-boot-starter-data-redis, do not"
                                    + " exclude DataRedisAutoConfiguration, or declare such a bean."
                            : "Annotate one with @Primary, or declare a RedisBuffers bean.");
        }
        if (!(factory instanceof LettuceConnectionFactory)) {
            throw shared.invalid(
                    BufferKeys.BACKEND,
                    "the RedisConnectionFactory is a " + factory.getClass().getName()
                            + ", and shared buffers need the client Lettuce",
                    "Set spring.data.redis.client-type=lettuce with io.lettuce:lettuce-core on the class path, or"
                            + " declare a LettuceConnectionFactory bean.");
        }
        return new RedisBuffers(factory);
    }

    /* The scripts are read from the class path. */
    static final class Hints implements RuntimeHintsRegistrar {

        @Override
        public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
            hints.resources().registerPattern("io/github/buffer4j/spring/redis/*.lua");
        }
    }
}
