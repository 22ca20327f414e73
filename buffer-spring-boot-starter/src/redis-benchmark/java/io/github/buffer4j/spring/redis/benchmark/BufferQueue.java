package io.github.buffer4j.spring.redis.benchmark;

import io.github.buffer4j.spring.redis.RedisBuffer;
import io.github.buffer4j.spring.redis.RedisBuffers;
import java.util.List;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** The buffer of this library. */
final class BufferQueue implements SharedQueue {

    private final LettuceConnectionFactory connections;
    private final RedisBuffers buffers;
    private final RedisBuffer<byte[]> buffer;

    BufferQueue(int port, int capacity) {
        connections = new LettuceConnectionFactory("127.0.0.1", port);
        connections.afterPropertiesSet();
        connections.start();
        buffers = new RedisBuffers(connections);
        buffers.start();
        buffer = buffers.builder("benchmark", RedisSerializer.byteArray()).block(capacity);
    }

    @Override
    public void add(byte[] element) throws InterruptedException {
        buffer.add(element);
    }

    @Override
    public void addAll(List<byte[]> elements) throws InterruptedException {
        buffer.write(elements.toArray(byte[][]::new));
    }

    @Override
    public void remove() throws InterruptedException {
        buffer.next();
    }

    @Override
    public int removeSome(int max) throws InterruptedException {
        return buffer.read(new byte[max][]);
    }

    @Override
    public void close() {
        buffer.close();
        buffers.stop();
        connections.destroy();
    }
}
