package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BlockContract;
import io.github.buffer4j.ClosingContract;
import io.github.buffer4j.CornerCaseContract;
import io.github.buffer4j.StateContract;
import io.github.buffer4j.WaitingContract;

/** The core of the contract, for block buffers behind a sentinel. */
@NeedsRedis
class RedisSentinelBufferTest
        implements RedisFactory, StateContract, CornerCaseContract, WaitingContract, ClosingContract, BlockContract {

    @Override
    public Clients clients() {
        return Clients.sentinel();
    }

    @Override
    public <E> RedisBuffer<E> create(RedisBufferBuilder<E> options, int capacity) {
        return options.block(capacity);
    }
}
