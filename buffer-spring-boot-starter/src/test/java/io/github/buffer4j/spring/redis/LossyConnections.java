package io.github.buffer4j.spring.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Connections to a server that loses its replies to reads once a test says so, but to nothing else. */
final class LossyConnections extends LettuceConnectionFactory {

    private volatile boolean lossy;

    private LossyConnections(int port) {
        super("127.0.0.1", port);
    }

    static LossyConnections to(RedisServer server) {
        LossyConnections connections = new LossyConnections(server.port());
        RedisServer.started(connections);
        return connections;
    }

    /** Loses the replies to the reads that follow, which the server executes. */
    void loseReplies() {
        lossy = true;
    }

    @Override
    public RedisConnection getConnection() {
        RedisConnection connection = super.getConnection();
        return proxy(RedisConnection.class, (self, method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            return method.getName().equals("getNativeConnection") ? commands(Objects.requireNonNull(result)) : result;
        });
    }

    private Object commands(Object commands) {
        return proxy(RedisScriptingAsyncCommands.class, (self, method, arguments) -> {
            Object result = invoke(commands, method, arguments);
            boolean lost = lossy && Script.READ.digest().equals(arguments[0]);
            return lost ? new LostReply<>() : result;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static final class LostReply<T> extends CompletableFuture<T> implements RedisFuture<T> {

        @Override
        public @Nullable String getError() {
            return null;
        }

        @Override
        public boolean await(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
