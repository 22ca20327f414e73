package io.github.buffer4j;

import java.util.function.LongSupplier;

/**
 * Spins briefly before a thread parks: parking and unparking a thread costs as much as transferring hundreds of
 * elements. While the other side makes progress (its sequence number advances), the spinning thread stays away from the
 * lock, and it reads the number at increasing intervals, so that it rarely takes the number's cache line away from the
 * other side.
 *
 * <p>A spin executes pause instructions and never yields. On a busy machine a yield takes a round of the other threads'
 * time slices, during which the thread cannot be woken; a bounded spin takes microseconds, after which the thread parks
 * and can be woken.
 */
final class Spinner {

    /* With a single processor, a spin would only delay the other side. */
    private static final boolean ENABLED = Runtime.getRuntime().availableProcessors() > 1
            && Boolean.parseBoolean(System.getProperty("io.github.buffer4j.spinning", "true"));

    private static final int MIN_PAUSES = 16;
    private static final int MAX_PAUSES = 128;
    private static final long NANOS_AWAY = 3_000;
    private static final long NANOS_WITHOUT_PROGRESS = 25_000;
    private static final long MAX_NANOS = 100_000;

    private Spinner() {}

    /** Returns whether threads spin before they park. This affects performance only. */
    static boolean isEnabled() {
        return ENABLED;
    }

    /** Returns whether the time-out is at least ten times the longest spin. */
    static boolean isWorthSpinning(long timeoutNanos) {
        return 10 * MAX_NANOS <= timeoutNanos;
    }

    /**
     * Spins until a number has advanced by the target, or has advanced and then stopped, but at most 25 µs without
     * progress and 100 µs with it. Returns whether the number has advanced.
     */
    static boolean awaitProgress(LongSupplier number, long start, int target) {
        long begin = System.nanoTime();
        int pauses = MIN_PAUSES;
        long seen = start;
        while (true) {
            pause(pauses);
            long now = number.getAsLong();
            boolean progress = now != start;
            if (progress && (now == seen || now - start >= target)) {
                return true;
            }
            if (System.nanoTime() - begin > (progress ? MAX_NANOS : NANOS_WITHOUT_PROGRESS)) {
                return progress;
            }
            pauses = progress ? Math.min(2 * pauses, MAX_PAUSES) : MIN_PAUSES;
            seen = now;
        }
    }

    /**
     * Spins for 3 µs before the thread contends for a lock that is held: alternating on the lock is slower than holding
     * it for several operations in a row.
     */
    static void stayAway() {
        long begin = System.nanoTime();
        do {
            pause(MIN_PAUSES);
        } while (System.nanoTime() - begin < NANOS_AWAY);
    }

    private static void pause(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
