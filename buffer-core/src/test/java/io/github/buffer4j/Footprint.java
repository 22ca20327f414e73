package io.github.buffer4j;

import java.lang.reflect.Field;
import java.util.Map;
import org.openjdk.jol.info.GraphLayout;

/** The memory of a buffer, in bytes, without the threads that it refers to weakly. */
final class Footprint {

    private Footprint() {}

    /** Lets the buffer forget the threads that have read from it, as they lead to most of the virtual machine. */
    static long of(Buffer<?> buffer) {
        try {
            Object threads = field(AbstractBuffer.class, "readerThreads").get(buffer);
            ((Map<?, ?>) field(ReaderThreads.class, "entries").get(threads)).clear();
            field(ReaderThreads.class, "last").set(threads, null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The fields have changed", e);
        }
        return GraphLayout.parseInstance(buffer).totalSize();
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
