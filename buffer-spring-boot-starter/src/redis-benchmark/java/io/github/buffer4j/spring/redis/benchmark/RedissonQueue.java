package io.github.buffer4j.spring.redis.benchmark;

import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;

/** The blocking queue of Redisson, which has no bound. */
final class RedissonQueue implements SharedQueue {

    private final RedissonClient client;
    private final RBlockingQueue<byte[]> queue;

    RedissonQueue(int port) {
        this.client = client(port);
        this.queue = client.getBlockingQueue("benchmark-redisson");
    }

    private static RedissonClient client(int port) {
        Config config = new Config();
        config.setCodec(ByteArrayCodec.INSTANCE);
        config.useSingleServer().setAddress("redis://127.0.0.1:" + port);
        return Redisson.create(config);
    }

    @Override
    public void add(byte[] element) throws InterruptedException {
        queue.put(element);
    }

    @Override
    public void addAll(List<byte[]> elements) {
        queue.addAll(elements);
    }

    @Override
    public void remove() throws InterruptedException {
        queue.take();
    }

    @Override
    public int removeSome(int max) throws InterruptedException {
        int count = queue.poll(max).size();
        if (count == 0) {
            queue.take();
            count = 1;
        }
        return count;
    }

    @Override
    public void close() {
        queue.delete();
        client.shutdown();
    }
}
