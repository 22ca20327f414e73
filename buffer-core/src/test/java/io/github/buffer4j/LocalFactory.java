package io.github.buffer4j;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Creates buffers of this module, which have every capability. */
interface LocalFactory extends BufferFactory {

    Kind kind();

    @Override
    default Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    default <E> AbstractBuffer<E> create(int capacity) {
        return kind().create(capacity);
    }

    @Override
    default <E> AbstractBuffer<E> create(String name, int capacity) {
        return kind().create(Buffer.<E>builder().name(name), capacity);
    }

    @Override
    default void atOnce(Buffer<?> buffer, Call.Action changes) throws Exception {
        ReentrantLock lock = lock(buffer);
        lock.lock();
        try {
            changes.run();
        } finally {
            lock.unlock();
        }
    }

    static ReentrantLock lock(Buffer<?> buffer) {
        return ((Monitor) buffer).lock;
    }
}
