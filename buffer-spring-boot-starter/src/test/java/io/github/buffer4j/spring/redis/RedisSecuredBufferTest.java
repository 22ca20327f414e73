package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BlockContract;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.ClosingContract;
import io.github.buffer4j.CornerCaseContract;
import io.github.buffer4j.StateContract;
import io.github.buffer4j.WaitingContract;

/** The core of the contract, for block buffers of a user who has no rights but those of the documentation, over TLS. */
@NeedsRedis
class RedisSecuredBufferTest
        implements RedisFactory, StateContract, CornerCaseContract, WaitingContract, ClosingContract, BlockContract {

    @Override
    public Clients clients() {
        return Clients.secured();
    }

    /* The user has rights for one prefix. */
    @Override
    public <E> Buffer<E> create(String name, int capacity) {
        return clients().remember(create(clients().<E>builder(SecuredServer.PREFIX, name), capacity));
    }

    @Override
    public <E> RedisBuffer<E> create(RedisBufferBuilder<E> options, int capacity) {
        return options.block(capacity);
    }
}
