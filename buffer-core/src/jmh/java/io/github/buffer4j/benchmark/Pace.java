package io.github.buffer4j.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed rate. Each moment is an interval after the one before, however late the thread was for that: a thread that
 * falls behind catches up. As a park lasts some 50 µs at least, what is due within that comes at once.
 */
final class Pace {

    private final long interval;
    private long next = System.nanoTime();

    Pace(int perSecond) {
        interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits until the next moment. */
    void await() {
        next += interval;
        for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }
}
