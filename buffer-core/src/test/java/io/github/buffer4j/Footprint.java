package io.github.buffer4j;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.openjdk.jol.info.GraphLayout;

/** The memory of a buffer, in bytes, without the threads that it refers to weakly. */
final class Footprint {

    static {
        /* A buffer refers to lambdas, whose fields are hidden from jol without this. */
        System.setProperty("jol.magicFieldOffset", "true");
    }

    private Footprint() {}

    /** Lets the buffer forget the threads that have read from it, as they lead to most of the virtual machine. */
    static long of(Buffer<?> buffer) {
        try {
            ReaderThreads threads = ((AbstractBuffer<?>) buffer).readerThreads;
            Arrays.fill(tableOf(threads), null);
            field(ReaderThreads.class, "used").set(threads, 0);
            field(ReaderThreads.class, "last").set(threads, null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The fields have changed", e);
        }
        return GraphLayout.parseInstance(buffer).totalSize();
    }

    /** The table of the threads, with those that have died since it was built. */
    static Object[] tableOf(Object threads) throws ReflectiveOperationException {
        return (Object[]) field(ReaderThreads.class, "table").get(threads);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
