package io.github.buffer4j.spring.redis.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Consumer;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A stream with a consumer group, through Lettuce. Each reading thread has a connection, which waits. */
final class StreamQueue implements SharedQueue {

    private static final byte[] KEY = "benchmark-stream".getBytes(UTF_8);
    private static final byte[] GROUP = "readers".getBytes(UTF_8);
    private static final byte[] FIELD = {'e'};
    private static final int KEPT = 100_000;

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> writing;
    private final Queue<StatefulRedisConnection<byte[], byte[]>> readers = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<StatefulRedisConnection<byte[], byte[]>> reading;

    StreamQueue(int port) {
        client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        writing = client.connect(ByteArrayCodec.INSTANCE);
        writing.sync().xgroupCreate(XReadArgs.StreamOffset.from(KEY, "0"), GROUP, XGroupCreateArgs.Builder.mkstream());
        reading = ThreadLocal.withInitial(() -> {
            StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
            readers.add(connection);
            return connection;
        });
    }

    @Override
    public void add(byte[] element) {
        writing.sync().xadd(KEY, options(), Map.of(FIELD, element));
    }

    @Override
    public void addAll(List<byte[]> elements) {
        List<RedisFuture<String>> futures = new ArrayList<>();
        writing.setAutoFlushCommands(false);
        for (byte[] element : elements) {
            futures.add(writing.async().xadd(KEY, options(), Map.of(FIELD, element)));
        }
        writing.flushCommands();
        writing.setAutoFlushCommands(true);
        LettuceFutures.awaitAll(Duration.ofSeconds(30), futures.toArray(RedisFuture[]::new));
    }

    private static XAddArgs options() {
        return XAddArgs.Builder.maxlen(KEPT).approximateTrimming();
    }

    @Override
    public void remove() {
        removeSome(1);
    }

    @Override
    @SuppressWarnings("unchecked")
    public int removeSome(int max) {
        List<StreamMessage<byte[], byte[]>> messages;
        do {
            messages = reading.get()
                    .sync()
                    .xreadgroup(
                            Consumer.from(
                                    GROUP, Thread.currentThread().getName().getBytes(UTF_8)),
                            XReadArgs.Builder.count(max).block(5_000),
                            XReadArgs.StreamOffset.lastConsumed(KEY));
        } while (messages.isEmpty());
        reading.get()
                .sync()
                .xack(KEY, GROUP, messages.stream().map(StreamMessage::getId).toArray(String[]::new));
        return messages.size();
    }

    @Override
    public void close() {
        writing.sync().del(KEY);
        client.shutdown();
    }
}
