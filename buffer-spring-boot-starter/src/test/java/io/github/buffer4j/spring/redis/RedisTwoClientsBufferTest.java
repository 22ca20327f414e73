package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BlockContract;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferContract;
import io.github.buffer4j.WaiterContract;

/** The contract where one client writes and another reads. */
@NeedsRedis
class RedisTwoClientsBufferTest extends BufferContract implements RedisFactory, BlockContract, WaiterContract {

    @Override
    public Clients clients() {
        return Clients.standalone();
    }

    @Override
    public <E> RedisBuffer<E> create(RedisBufferBuilder<E> options, int capacity) {
        return options.block(capacity);
    }

    @Override
    public <E> Buffer<E> create(String name, int capacity) {
        String prefix = Clients.newPrefix();
        Buffer<E> writer = clients().remember(create(clients().<E>builder(prefix, name), capacity));
        Buffer<E> reader = create(Clients.other().<E>builder(prefix, name), capacity);
        return new TwoClients(writer, reader).asOne();
    }
}
