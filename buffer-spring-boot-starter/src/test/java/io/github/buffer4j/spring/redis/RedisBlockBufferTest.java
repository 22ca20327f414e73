package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BlockContract;
import io.github.buffer4j.BufferContract;
import io.github.buffer4j.WaiterContract;

@NeedsRedis
class RedisBlockBufferTest extends BufferContract implements RedisFactory, BlockContract, WaiterContract {

    @Override
    public Clients clients() {
        return Clients.standalone();
    }

    @Override
    public <E> RedisBuffer<E> create(RedisBufferBuilder<E> options, int capacity) {
        return options.block(capacity);
    }
}
