package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferContract;
import io.github.buffer4j.RingContract;

@NeedsRedis
class RedisRingBufferTest extends BufferContract implements RedisFactory, RingContract {

    @Override
    public Clients clients() {
        return Clients.standalone();
    }

    @Override
    public <E> RedisBuffer<E> create(RedisBufferBuilder<E> options, int capacity) {
        return options.ring(capacity);
    }
}
