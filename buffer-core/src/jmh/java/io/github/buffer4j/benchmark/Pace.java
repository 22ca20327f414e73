package io.github.buffer4j.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed rate. Each tick is one interval after the previous one, regardless of delays: a thread that falls behind
 * catches up. A park lasts 50 µs or more, so at high rates several ticks are due at once.
 */
final class Pace {

    private final long interval;
    private long next = System.nanoTime();

    Pace(int perSecond) {
        interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits for the next tick. */
    void await() {
        next += interval;
        for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }
}
