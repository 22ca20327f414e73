package io.github.buffer4j.spring.redis;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.BufferWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two clients of one buffer that appear as one: what writes, closes or changes the buffer is done by one of them, and
 * what reads by the other, as in two JVMs.
 */
record TwoClients(Buffer<?> writer, Buffer<?> reader) implements InvocationHandler {

    private static final Set<String> CHANGES = Set.of("reset", "resize", "closeWithError", "close");

    @SuppressWarnings("unchecked")
    <E> Buffer<E> asOne() {
        return (Buffer<E>) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Buffer.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("stats")) {
            return stats(writer.stats(), reader.stats());
        }
        boolean writes = method.getDeclaringClass() == BufferWriter.class || CHANGES.contains(method.getName());
        try {
            return method.invoke(writes ? writer : reader, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /* Each client counts its own waiting threads. */
    private static BufferStats stats(BufferStats writing, BufferStats reading) {
        return new BufferStats(
                reading.size(),
                reading.capacity(),
                reading.peakSize(),
                reading.recentPeakSize(),
                reading.written(),
                reading.read(),
                reading.overwritten(),
                reading.discarded(),
                reading.droppedOnClose(),
                reading.rejected(),
                writing.writersWaiting(),
                reading.readersWaiting(),
                writing.writeBlockedCount(),
                writing.writeBlockedNanos(),
                reading.readBlockedCount(),
                reading.readBlockedNanos(),
                reading.oldestAgeNanos(),
                reading.state());
    }
}
