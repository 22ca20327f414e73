package io.github.buffer4j.spring.redis;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferFactory;
import io.github.buffer4j.Capability;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Creates the buffers that a contract tests on a server. */
interface RedisFactory extends BufferFactory {

    Clients clients();

    <E> RedisBuffer<E> create(RedisBufferBuilder<E> options, int capacity);

    /* A server takes elements before they can be stored, knows errors by their text, and knows no threads. */
    @Override
    default Set<Capability> capabilities() {
        return EnumSet.noneOf(Capability.class);
    }

    @Override
    default <E> Buffer<E> create(int capacity) {
        return create(clients().newName(), capacity);
    }

    @Override
    default <E> Buffer<E> create(String name, int capacity) {
        return clients().remember(create(clients().<E>builder(Clients.newPrefix(), name), capacity));
    }

    @AfterEach
    default void closeBuffers() {
        Thread.interrupted();
        clients().closeBuffers();
    }
}
