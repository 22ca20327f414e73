package io.github.buffer4j;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Waits a moment for other threads of a buffer, without parking if it can: to park a thread and to wake it takes as long as hundreds of
 * elements do. While the others make progress, which shows in a number that they move, they are left alone; threads that
 * took turns at each element would be slower than threads that park. A thread looks seldom, so as not to take the number's
 * cache line from the others too often, and yields its processor when it sees no progress: the other may need that one.
 * A virtual thread that waits for progress yields its carrier from the first look on, goes on when it gets it back late,
 * and does not leave a lock to others: they need the carrier.
 */
final class Spinner {

    /* Not on the only processor, which the other thread needs. */
    private static final boolean ENABLED = Runtime.getRuntime().availableProcessors() > 1
            && Boolean.parseBoolean(System.getProperty("io.github.buffer4j.spinning", "true"));

    private static final int FIRST_PAUSES = 16;
    private static final int MAX_PAUSES = 128;
    private static final int LOOKS_BEFORE_YIELDING = 2;
    private static final long NANOS_WITHOUT_PROGRESS = 25_000;
    private static final long MAX_NANOS = 100_000;

    private static final int ROUNDS_BEFORE_PARKING = 4;
    private static final long MIN_PARK_NANOS = 10_000;
    private static final int MAX_DOUBLINGS = 3;

    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private Spinner() {}

    /** Tells whether threads spin here. */
    static boolean isEnabled() {
        return ENABLED;
    }

    /** Tells whether a time-out is so long that spinning takes but a small part of it. */
    static boolean isWithin(long timeoutNanos) {
        return 10 * MAX_NANOS <= timeoutNanos;
    }

    /**
     * Spins until a number has moved from its start, and then stopped or gone far enough, but not for long. Returns
     * whether it has moved.
     */
    static <T> boolean awaitProgress(T owner, ToLongFunction<? super T> number, long start, int enough) {
        boolean yields = isVirtual(Thread.currentThread());
        long begin = System.nanoTime();
        int pauses = FIRST_PAUSES;
        long seen = start;
        for (int looks = 0; ; looks++) {
            if (yields || (seen == start && looks >= LOOKS_BEFORE_YIELDING)) {
                yieldProcessor();
            } else {
                pause(pauses);
                pauses = seen == start ? FIRST_PAUSES : Math.min(2 * pauses, MAX_PAUSES);
            }
            long now = number.applyAsLong(owner);
            boolean moved = now != start;
            boolean done = moved && (now == seen || now - start >= enough);
            if (done || System.nanoTime() - begin > (moved && !yields ? MAX_NANOS : NANOS_WITHOUT_PROGRESS)) {
                return moved;
            }
            seen = now;
        }
    }

    /** Spins until a lock is free and a number, which those who hold it move, stands still, but not for long. */
    static <T> void awaitFree(SpinLock lock, T owner, ToLongFunction<? super T> number) {
        if (isVirtual(Thread.currentThread())) {
            return;
        }
        long begin = System.nanoTime();
        int pauses = FIRST_PAUSES;
        long seen = number.applyAsLong(owner);
        do {
            pause(pauses);
            pauses = Math.min(2 * pauses, MAX_PAUSES);
            long now = number.applyAsLong(owner);
            if (now == seen) {
                if (!lock.isLocked()) {
                    return;
                }
                yieldProcessor();
            }
            seen = now;
        } while (System.nanoTime() - begin < NANOS_WITHOUT_PROGRESS);
    }

    /** Spins for less than a microsecond. */
    static void pause() {
        pause(FIRST_PAUSES);
    }

    /** Lets others have the processor after a round of spinning: yields or, later, parks for 10 to 80 µs. */
    static void restAfter(int round, SpinLock lock) {
        if (round < ROUNDS_BEFORE_PARKING) {
            yieldProcessor();
        } else {
            park(lock, MIN_PARK_NANOS << Math.min(round - ROUNDS_BEFORE_PARKING, MAX_DOUBLINGS));
        }
    }

    /** Parks as {@link LockSupport} does; without the memory for it only for a moment. */
    static void park(Object blocker, long nanos) {
        try {
            if (nanos == WaitQueue.FOREVER) {
                LockSupport.park(blocker);
            } else {
                LockSupport.parkNanos(blocker, nanos);
            }
        } catch (OutOfMemoryError e) {
            pause(MAX_PAUSES);
        }
    }

    /* A virtual thread needs memory to yield. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void yieldProcessor() {
        try {
            Thread.yield();
        } catch (OutOfMemoryError e) {
            pause(MAX_PAUSES);
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
