package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.spring.redis.BufferMismatchException;
import io.github.buffer4j.spring.redis.BufferUnavailableException;
import io.github.buffer4j.spring.redis.MismatchAction;
import io.github.buffer4j.spring.redis.RedisBufferBuilder;
import io.github.buffer4j.spring.redis.RedisBuffers;
import java.util.List;
import java.util.Locale;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.StringUtils;

/** The factory of the buffers with {@code backend: redis}. */
final class RedisBufferFactory implements SharedBufferFactory, SmartInitializingSingleton, AopInfrastructureBean {

    /*
     * Errors of the server, which a client of a cluster quotes. Those of a script that lacks a right depend on the
     * version of the server.
     */
    private static final List<String> CREDENTIALS = List.of("WRONGPASS", "NOAUTH");
    private static final List<String> RIGHTS =
            List.of("NOPERM", "The user executing the script", "ACL failure in script");

    private final BufferInstances instances;
    private final RedisBuffers buffers;
    private final RedisCodecs codecs;

    RedisBufferFactory(ConfigurableListableBeanFactory beanFactory, BufferInstances instances, RedisBuffers buffers) {
        this.instances = instances;
        this.buffers = buffers;
        this.codecs = new RedisCodecs(beanFactory);
    }

    @Override
    public Buffer<Object> create(String name) {
        BufferDeclaration declared = instances.declaration(name);
        try {
            return create(name, declared);
        } catch (BufferMismatchException e) {
            throw causedBy(e, mismatch(declared, e));
        } catch (IllegalStateException e) {
            throw causedBy(e, refusal(declared, e));
        }
    }

    @Override
    public Buffer<Object> create(String name, BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        SharedProperties shared = properties.getShared();
        RedisBufferBuilder<Object> builder = buffers.builder(name, codecs.serializer(declared))
                .prefix(shared.getPrefix())
                .commandTimeout(shared.getCommandTimeout())
                .lease(shared.getLease())
                .safetyLook(shared.getSafetyLook())
                .maxElementSize(Math.toIntExact(shared.getMaxElementSize().toBytes()))
                .onMismatch(MismatchAction.valueOf(shared.getOnMismatch().name()));
        return switch (properties.getType()) {
            case BLOCK -> builder.block(properties.capacityOrDefault().toInt());
            case RING -> builder.ring(properties.capacityOrDefault().toInt());
            case GROWABLE -> builder.growable(properties.maxCapacityOrDefault());
        };
    }

    /** Detects an invalid codec at startup, even if the buffers are lazy or templates. */
    @Override
    public void afterSingletonsInstantiated() {
        instances
                .declared()
                .filter(declared -> declared.properties().onServer())
                .forEach(codecs::serializer);
    }

    private static BufferConfigurationException mismatch(BufferDeclaration declared, BufferMismatchException failure) {
        BufferType type = declared.properties().getType();
        String kind = failure.kind().name().toLowerCase(Locale.ROOT);
        String onMismatch = "let 'shared.on-mismatch' be ";
        if (!type.value().equals(kind)) {
            return declared.invalid(
                    "type",
                    "the buffer on the server is of type " + kind,
                    "Use " + kind + ", or " + onMismatch + "adopt to use the buffer as it is.");
        }
        boolean unbounded = failure.capacity() == Integer.MAX_VALUE;
        return declared.invalid(
                failure.kind() == BufferKind.GROWABLE ? "max-capacity" : "capacity",
                "the buffer on the server " + (unbounded ? "is not bounded" : "has the capacity " + failure.capacity()),
                (unbounded ? "Remove it, or " : "Use " + failure.capacity() + ", or ") + onMismatch
                        + "adopt to use the buffer as it is, or alter to change the capacity for all applications.");
    }

    private static BufferConfigurationException refusal(BufferDeclaration declared, IllegalStateException failure) {
        String message = StringUtils.trimTrailingCharacter(rootMessage(failure), '.');
        if (CREDENTIALS.stream().anyMatch(message::contains)) {
            return declared.invalid(
                    BufferKeys.BACKEND,
                    "its server refuses the user or the password: " + message,
                    "Set spring.data.redis.username and spring.data.redis.password to those of a user of the server.");
        }
        if (RIGHTS.stream().anyMatch(message::contains)) {
            return declared.invalid(
                    BufferKeys.BACKEND,
                    "its server refuses a command for lack of a right: " + message,
                    "Let the user of spring.data.redis.username have the rights of the ACL in docs/shared.md, for keys"
                            + " and channels that begin with '{"
                            + declared.properties().getShared().getPrefix() + ":'.");
        }
        if (failure instanceof BufferUnavailableException) {
            return declared.invalid(
                    BufferKeys.BACKEND,
                    "its server does not answer: " + message,
                    "Start the server, or correct the keys under spring.data.redis.");
        }
        return declared.invalid(
                BufferKeys.BACKEND,
                "the buffer on the server cannot be used: " + message,
                "Let all applications have the same version of this library, and the server be Redis 7 or newer or"
                        + " Valkey, or set another 'shared.prefix'.");
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static BufferConfigurationException causedBy(Throwable cause, BufferConfigurationException failure) {
        failure.initCause(cause);
        return failure;
    }
}
