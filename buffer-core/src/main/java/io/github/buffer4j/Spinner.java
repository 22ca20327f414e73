package io.github.buffer4j;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Waits a moment for other threads of a buffer without parking: to park a thread and to wake it takes as long as hundreds of
 * elements do. While the others make progress, which shows in a number that they move, they are left alone; threads that
 * took turns at each element would be slower than threads that park. A thread looks seldom, so as not to take the number's
 * cache line from the others too often, and yields its processor when it sees no progress: the other may need that one.
 */
final class Spinner {

    /* Not on the only processor, which the other thread needs. */
    private static final boolean ENABLED = Runtime.getRuntime().availableProcessors() > 1
            && Boolean.parseBoolean(System.getProperty("io.github.buffer4j.spinning", "true"));

    private static final int FIRST_PAUSES = 16;
    private static final int MAX_PAUSES = 128;
    private static final int LOOKS_BEFORE_YIELDING = 2;
    private static final int LOOKS_WITHOUT_PROGRESS = 128;
    private static final int LOOKS_AT_PROGRESS = 64;
    private static final int LOOKS_AT_LOCK = 16;

    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private Spinner() {}

    /** Tells whether the current thread may spin: a virtual one must not, as parking is cheap and others need its carrier. */
    static boolean mayCurrentThread() {
        return ENABLED && !isVirtual(Thread.currentThread());
    }

    /** Spins until a number has moved from its start and stopped or gone far enough, or for some microseconds. */
    @SuppressWarnings("ThreadPriorityCheck")
    static void awaitProgress(long start, int enough, LongSupplier number) {
        int pauses = FIRST_PAUSES;
        long seen = start;
        for (int looks = 0; looks < (seen == start ? LOOKS_WITHOUT_PROGRESS : LOOKS_AT_PROGRESS); looks++) {
            if (seen == start && looks >= LOOKS_BEFORE_YIELDING) {
                Thread.yield();
            } else {
                pause(pauses);
                pauses = Math.min(2 * pauses, MAX_PAUSES);
            }
            long now = number.getAsLong();
            if (now - start >= enough || (now == seen && now != start)) {
                return;
            }
            if (seen == start) {
                pauses = FIRST_PAUSES;
            }
            seen = now;
        }
    }

    /** Spins until a lock is free and a number, which those who hold it move, stands still, or for some microseconds. */
    @SuppressWarnings("ThreadPriorityCheck")
    static void awaitFree(ReentrantLock lock, LongSupplier number) {
        int pauses = FIRST_PAUSES;
        long seen = number.getAsLong();
        for (int looks = 0; looks < LOOKS_AT_LOCK; looks++) {
            pause(pauses);
            pauses = Math.min(2 * pauses, MAX_PAUSES);
            long now = number.getAsLong();
            if (now == seen) {
                if (!lock.isLocked()) {
                    return;
                }
                Thread.yield();
            }
            seen = now;
        }
    }

    private static void pause(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /* Thread.isVirtual, which JDK 21 brought. */
    private static MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, false), 0, Thread.class);
        }
    }
}
