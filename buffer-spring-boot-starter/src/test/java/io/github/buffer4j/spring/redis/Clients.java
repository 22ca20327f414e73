package io.github.buffer4j.spring.redis;

import io.github.buffer4j.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** The shared buffers of this JVM on one server, each of them new to the server. */
final class Clients {

    private final RedisBuffers buffers;
    private final Queue<Buffer<?>> created = new ConcurrentLinkedQueue<>();
    private final AtomicInteger names = new AtomicInteger();

    private Clients(RedisConnectionFactory connections) {
        buffers = new RedisBuffers(connections);
        buffers.start();
    }

    /** Starts clients of a server that the tests of this JVM have in common. */
    static Clients standalone() {
        return Standalone.CLIENTS;
    }

    /** Returns clients of the same server with connections of their own, as another JVM has. */
    static Clients other() {
        return Other.CLIENTS;
    }

    static Clients sentinel() {
        return Sentinel.CLIENTS;
    }

    static Clients cluster() {
        return Cluster.CLIENTS;
    }

    /** Starts clients with TLS and few rights, whose buffers have {@link SecuredServer#PREFIX}. */
    static Clients secured() {
        return Secured.CLIENTS;
    }

    /** Returns a name that no other buffer has. */
    String newName() {
        return "buffer-" + names.incrementAndGet();
    }

    /** Returns a prefix of keys that no other buffer has, whatever its name. */
    static String newPrefix() {
        return "test-" + UUID.randomUUID();
    }

    /** Returns a builder of a buffer whose threads signals alone wake. */
    @SuppressWarnings("unchecked")
    <E> RedisBufferBuilder<E> builder(String prefix, String name) {
        return buffers.builder(name, (RedisSerializer<E>) RedisSerializer.java())
                .prefix(prefix)
                .safetyLook(Duration.ZERO);
    }

    <E> Buffer<E> remember(Buffer<E> buffer) {
        created.add(buffer);
        return buffer;
    }

    /** Closes the buffers that were created since the last call. */
    void closeBuffers() {
        for (Buffer<?> buffer = created.poll(); buffer != null; buffer = created.poll()) {
            buffer.close();
        }
    }

    private interface Start<T> {
        T start() throws IOException;
    }

    private static <T> T started(Start<T> server) {
        try {
            return server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Standalone {
        static final Clients CLIENTS = new Clients(RedisServer.shared().connect());
    }

    private static final class Other {
        static final Clients CLIENTS = new Clients(RedisServer.shared().connect());
    }

    private static final class Sentinel {
        static final Clients CLIENTS = new Clients(started(RedisSentinel::start).connect());
    }

    private static final class Cluster {
        static final Clients CLIENTS =
                new Clients(started(() -> RedisCluster.start()).connect());
    }

    private static final class Secured {
        static final Clients CLIENTS = new Clients(started(SecuredServer::start).connect());
    }
}
