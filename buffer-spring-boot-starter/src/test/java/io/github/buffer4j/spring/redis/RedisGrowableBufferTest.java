package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferContract;
import io.github.buffer4j.GrowableContract;

@NeedsRedis
class RedisGrowableBufferTest extends BufferContract implements RedisFactory, GrowableContract {

    @Override
    public Clients clients() {
        return Clients.standalone();
    }

    @Override
    public <E> RedisBuffer<E> create(RedisBufferBuilder<E> options, int capacity) {
        return options.growable(capacity);
    }
}
