package io.github.buffer4j;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.openjdk.jol.info.GraphLayout;

/** The memory of a buffer, in bytes, without the threads that it references weakly. */
final class Footprint {

    static {
        /* A buffer references lambdas, whose fields jol can read only with this property. */
        System.setProperty("jol.magicFieldOffset", "true");
    }

    private Footprint() {}

    /**
     * Removes the threads that have read from the buffer, since most objects of the virtual machine are reachable from
     * them.
     */
    static long of(StreamingBuffer buffer) {
        try {
            ReaderThreads threads = ((Monitor) buffer).readerThreads;
            Arrays.fill(tableOf(threads), null);
            field(ReaderThreads.class, "used").set(threads, 0);
            field(ReaderThreads.class, "last").set(threads, null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the fields have changed", e);
        }
        return GraphLayout.parseInstance(buffer).totalSize();
    }

    /** Returns the table of the threads, including those that have died since it was built. */
    static Object[] tableOf(Object threads) throws ReflectiveOperationException {
        return (Object[]) field(ReaderThreads.class, "table").get(threads);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
